using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Playbooks.Diagnostics;

namespace Playbooks.Agent.Discovery;

/// <summary>The options of an <see cref="AnsiblePlaybookCatalog"/>. The defaults suit most applications.</summary>
public sealed class AnsiblePlaybookCatalogOptions
{
    private const long LargestFile = 64 << 20;

    /// <summary>The time for which a listing is kept before a request scans again.</summary>
    /// <value>Zero to scan at every request; <see cref="Timeout.InfiniteTimeSpan"/> to scan only on demand. One hour by
    /// default.</value>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Lets the catalogue watch the repository's files, so that the first request after a change scans again.
    /// </summary>
    /// <remarks>
    /// A change counts once no file has changed for half a second, or five seconds after the first of many changes.
    /// When the system has no watches left, a warning is logged and only the <see cref="Lifetime"/> decides.
    /// </remarks>
    public bool WatchFiles { get; set; }

    /// <summary>The Python that imports Ansible, whose own parser reads the files.</summary>
    /// <value>A path, or a name in <c>PATH</c>; null for the Python of the <c>ansible-playbook</c> in
    /// <c>PATH</c>.</value>
    public string? PythonProgram { get; set; }

    /// <summary>The number of files that are read at the same time.</summary>
    /// <value>1 or more; the number of processors by default.</value>
    public int MaximumParallelism { get; set; } = Environment.ProcessorCount;

    /// <summary>
    /// The size of the largest file that is read. A larger file that looks like an Ansible playbook is reported as
    /// invalid.
    /// </summary>
    /// <value>In bytes, from 1 to 64 MiB; 1 MiB by default.</value>
    public long MaximumFileBytes { get; set; } = 1 << 20;

    /// <summary>The clock of the <see cref="Lifetime"/>.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>The log of the catalogue.</summary>
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
