using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Playbooks.Diagnostics;

namespace Playbooks.Agent.Discovery;

/// <summary>How an <see cref="AnsiblePlaybookCatalog"/> works. The defaults suit most.</summary>
public sealed class AnsiblePlaybookCatalogOptions
{
    private const long LargestFile = 64 << 20;

    /// <summary>How long a listing is kept before a request scans again.</summary>
    /// <value>Zero scans at every request; <see cref="Timeout.InfiniteTimeSpan"/> only when it is asked for. One hour by default.</value>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Whether the repository's files are watched, so that the first request after a change scans again.</summary>
    /// <remarks>
    /// A change counts once the files have been still for half a second, or five seconds after the first of many.
    /// Where the system has no watches left, a warning is logged and the <see cref="Lifetime"/> alone decides.
    /// </remarks>
    public bool WatchFiles { get; set; }

    /// <summary>The Python that imports Ansible, whose own parser reads the files.</summary>
    /// <value>A path, or a name on the <c>PATH</c>; null for the one that <c>ansible-playbook</c> on the <c>PATH</c> is run with.</value>
    public string? PythonProgram { get; set; }

    /// <summary>The number of files that are read at a time.</summary>
    /// <value>1 or more; as many as there are processors by default.</value>
    public int MaximumParallelism { get; set; } = Environment.ProcessorCount;

    /// <summary>The largest file that is read; a larger one that looks like an Ansible playbook is reported as invalid.</summary>
    /// <value>In bytes, from 1 to 64 MiB; 1 MiB by default.</value>
    public long MaximumFileBytes { get; set; } = 1 << 20;

    /// <summary>The clock of the <see cref="Lifetime"/>.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where the catalogue says what it does.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>Finds everything that is wrong with the options.</summary>
    /// <returns>A sentence for each fault, which begins with the option's name; empty when there is none.</returns>
    public IReadOnlyList<string> FindFaults()
    {
        OptionFaults faults = new OptionFaults()
            .AtLeast(nameof(MaximumParallelism), MaximumParallelism, 1)
            .Range(nameof(MaximumFileBytes), MaximumFileBytes, 1, LargestFile)
            .NotNull(nameof(TimeProvider), TimeProvider)
            .NotNull(nameof(Logger), Logger);
        return Lifetime >= TimeSpan.Zero || Lifetime == Timeout.InfiniteTimeSpan ? faults.Found
            : faults.Add(nameof(Lifetime), $" is {Lifetime}; it must be 0 or more, or infinite: {Timeout.InfiniteTimeSpan}").Found;
    }
}
