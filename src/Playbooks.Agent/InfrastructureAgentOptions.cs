using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Playbooks.Diagnostics;

namespace Playbooks.Agent;

/// <summary>The options of an <see cref="InfrastructureAgent"/>. The defaults suit most applications.</summary>
/// <remarks>Not sealed, so that a host can add options of its own, such as those of the agent's queue.</remarks>
public class InfrastructureAgentOptions
{
    private const int SmallestRequest = 1000;
    private const int LargestRequest = 64 * 1024 * 1024;

    /// <summary>
    /// The name with which the agent signs its results. A stored queue is kept under it, so each process that uses one
    /// store needs its own name.
    /// </summary>
    public string AgentId { get; set; } = $"infrastructure-agent-{Environment.MachineName}";

    /// <summary>The largest request that the agent takes, in bytes of JSON.</summary>
    /// <value>1,000 to 64 MiB; 1 MiB by default.</value>
    public int MaximumRequestBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// The store of results, which keeps work from being done twice. When null, the newest 1,000 are kept in memory and
    /// lost at a restart.
    /// </summary>
    public IWorkResultStore? Results { get; set; }

    /// <summary>The clock of durations and time limits.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>The log of the agent.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>Finds everything that is wrong with the options.</summary>
    /// <returns>A sentence for each fault, which begins with the option's name; empty when there is none.</returns>
    public IReadOnlyList<string> FindFaults() => new OptionFaults()
        .NotEmpty(nameof(AgentId), AgentId, "give the agent a name")
        .Range(nameof(MaximumRequestBytes), MaximumRequestBytes, SmallestRequest, LargestRequest)
        .NotNull(nameof(TimeProvider), TimeProvider)
        .NotNull(nameof(Logger), Logger)
        .Found;
}
