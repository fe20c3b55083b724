using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Playbooks.Agent;

/// <summary>How an <see cref="InfrastructureAgent"/> works. The defaults suit most.</summary>
public sealed class InfrastructureAgentOptions
{
    /// <summary>The name under which it signs its results.</summary>
    public string AgentId { get; set; } = $"infrastructure-agent-{Environment.MachineName}";

    /// <summary>The largest request that it takes, in bytes of JSON.</summary>
    /// <value>1,000 or more; 1 MiB by default.</value>
    public int MaximumRequestBytes { get; set; } = 1024 * 1024;

    /// <summary>Where results are kept, so that no work is done twice. By default in memory, the newest 1,000: after a restart they are gone.</summary>
    public IWorkResultStore Results { get; set; } = new InMemoryWorkResultStore();

    /// <summary>The clock of durations and time limits.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where the agent says what it does.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    internal void ThrowIfInvalid(string name)
    {
        List<string> faults = [];
        if (string.IsNullOrWhiteSpace(AgentId))
        {
            faults.Add("AgentId is empty: give a name.");
        }

        if (MaximumRequestBytes < 1000)
        {
            faults.Add($"MaximumRequestBytes is {MaximumRequestBytes}: give 1,000 or more.");
        }

        if (Results is null)
        {
            faults.Add("Results is null: give a store of results.");
        }

        if (TimeProvider is null || Logger is null)
        {
            faults.Add("TimeProvider or Logger is null: leave the default.");
        }

        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', faults), name);
        }
    }
}
