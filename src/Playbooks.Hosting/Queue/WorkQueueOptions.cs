using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Playbooks.Agent;
using Playbooks.Diagnostics;
using Playbooks.Storage;

namespace Playbooks.Hosting;

/// <summary>The options of a <see cref="WorkQueue"/>. The defaults suit most applications.</summary>
public sealed class WorkQueueOptions
{
    private const int MostWorkers = 1000;
    private const int HighestLimit = 100_000;

    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);

    /// <summary>The number of works that are done at the same time.</summary>
    /// <value>1 to 1,000; 4 by default.</value>
    public int Workers { get; set; } = 4;

    /// <summary>The number of works that may wait. Further ones are refused.</summary>
    /// <value>1 to 100,000; 1,000 by default.</value>
    public int Limit { get; set; } = 1000;

    /// <summary>
    /// The time after which waiting work becomes more urgent by one priority, so that it cannot wait for ever.
    /// </summary>
    /// <value>More than zero, at most a day; one minute by default.</value>
    public TimeSpan AgingInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The time for which work under way may go on when the queue stops. Then it is cancelled.</summary>
    /// <value>0 to a day; 20 seconds by default. Choose less than the host's own shutdown time, so that cancelled work
    /// can end cleanly.</value>
    public TimeSpan FinishWithin { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Gives a request's concurrency key: works with the same key are done one at a time. null for no key. By default
    /// the request's own key, or else a key of its inventory and limit.
    /// </summary>
    public Func<WorkRequest, string?>? ConcurrencyKey { get; set; }

    /// <summary>
    /// The store of waiting work, which survives a restart under the agent's id. When null, waiting work is only in
    /// memory.
    /// </summary>
    public INoteStore? Notes { get; set; }

    /// <summary>
    /// The agent's store of results. The queue records interruptions in it, so that the agent knows them.
    /// </summary>
    public IWorkResultStore? Results { get; set; }

    /// <summary>The work types that may be repeated when it is not known if the work was done.</summary>
    public ISet<string> RepeatableWorkTypes { get; } = new HashSet<string>(StringComparer.Ordinal) { "discover_playbooks", "analyze_playbook" };

    /// <summary>The clock of waiting and stopping.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>The log of the queue.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>Finds everything that is wrong with the options.</summary>
    /// <returns>A sentence for each fault, which begins with the option's name; empty when there is none.</returns>
    public IReadOnlyList<string> FindFaults() => new OptionFaults()
        .Range(nameof(Workers), Workers, 1, MostWorkers)
        .Range(nameof(Limit), Limit, 1, HighestLimit)
        .MoreThanZero(nameof(AgingInterval), AgingInterval, LongestInterval)
        .Range(nameof(FinishWithin), FinishWithin, TimeSpan.Zero, LongestInterval)
        .NotNull(nameof(TimeProvider), TimeProvider)
        .NotNull(nameof(Logger), Logger)
        .Found;
}
