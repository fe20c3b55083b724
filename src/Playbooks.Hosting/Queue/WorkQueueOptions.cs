using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Playbooks.Agent;
using Playbooks.Storage;

namespace Playbooks.Hosting;

/// <summary>How a <see cref="WorkQueue"/> works. The defaults suit most.</summary>
public sealed class WorkQueueOptions
{
    internal const int DefaultWorkers = 4;
    internal const int DefaultLimit = 1000;

    private const int MostWorkers = 1000;
    private const int HighestLimit = 100_000;

    internal static readonly TimeSpan DefaultAgingInterval = TimeSpan.FromMinutes(1);
    internal static readonly TimeSpan DefaultFinishWithin = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);

    /// <summary>How many works are done at a time.</summary>
    /// <value>1 to 1,000; 4 by default.</value>
    public int Workers { get; set; } = DefaultWorkers;

    /// <summary>How many works may wait; more are refused.</summary>
    /// <value>1 to 100,000; 1,000 by default.</value>
    public int Limit { get; set; } = DefaultLimit;

    /// <summary>After how long a waiting work becomes more urgent by one priority, so that it gets its turn whatever else comes.</summary>
    /// <value>More than zero, at most a day; one minute by default.</value>
    public TimeSpan AgingInterval { get; set; } = DefaultAgingInterval;

    /// <summary>How long work under way may go on when the queue stops; then it is cancelled.</summary>
    /// <value>0 to a day; 20 seconds by default. Less than the host's own shutdown time, so that what is cancelled can end cleanly.</value>
    public TimeSpan FinishWithin { get; set; } = DefaultFinishWithin;

    /// <summary>Gives a request's concurrency key, of which one work is done at a time; null for none. By default the request's own, else that of its inventory and limit.</summary>
    public Func<WorkRequest, string?>? ConcurrencyKey { get; set; }

    /// <summary>Where waiting work is kept over a restart, under the agent's id; null keeps it in memory alone.</summary>
    public INoteStore? Notes { get; set; }

    /// <summary>Where the agent keeps its results: so that what was interrupted is known as such when it is asked for again.</summary>
    public IWorkResultStore? Results { get; set; }

    /// <summary>The work types that may be done again when nobody knows whether they were done.</summary>
    public ISet<string> RepeatableWorkTypes { get; } = new HashSet<string>(StringComparer.Ordinal) { "discover_playbooks", "analyze_playbook" };

    /// <summary>The clock of waiting and stopping.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where the queue says what it does.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    internal IEnumerable<string> Faults(string limitName = nameof(Limit))
    {
        if (Workers is < 1 or > MostWorkers)
        {
            yield return $"{nameof(Workers)} is {Workers}; it must be from 1 to {MostWorkers}";
        }

        if (Limit is < 1 or > HighestLimit)
        {
            yield return $"{limitName} is {Limit}; it must be from 1 to {HighestLimit}";
        }

        if (AgingInterval <= TimeSpan.Zero || AgingInterval > LongestInterval)
        {
            yield return $"{nameof(AgingInterval)} is {AgingInterval}; it must be more than zero and at most {LongestInterval}";
        }

        if (FinishWithin < TimeSpan.Zero || FinishWithin > LongestInterval)
        {
            yield return $"{nameof(FinishWithin)} is {FinishWithin}; it must be from 0 to {LongestInterval}";
        }
    }
}
