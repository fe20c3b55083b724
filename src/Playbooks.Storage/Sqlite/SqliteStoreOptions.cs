using Playbooks.Diagnostics;

namespace Playbooks.Storage;

/// <summary>The options of a history in a SQLite file.</summary>
public sealed class SqliteStoreOptions
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The path of the file. A missing file and its folder are created, for this user only. A relative path starts at
    /// the application's content root.
    /// </summary>
    public string Path { get; set; } = "";

    /// <summary>The time to wait for another process that writes to the file.</summary>
    /// <value>1 second to 10 minutes; 30 seconds by default.</value>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Lets every write wait until it is on the disk.</summary>
    /// <remarks>
    /// When false, a write survives any end of the process, but a power failure may lose the last ones: afterwards,
    /// steps that had ended may run again. When true, a power failure loses nothing, and each write takes as long as a
    /// flush of the disk.
    /// </remarks>
    public bool SurvivesPowerLoss { get; set; }

    /// <summary>Finds everything that is wrong with the options.</summary>
    /// <returns>A sentence for each fault, which begins with the option's name; empty when there is none.</returns>
    public IReadOnlyList<string> FindFaults()
    {
        OptionFaults faults = new();
        if (string.IsNullOrWhiteSpace(Path))
        {
            faults.Add(nameof(Path), " is not set: give the file of the history in AddSqliteStore");
        }

        return faults.Range(nameof(BusyTimeout), BusyTimeout, ShortestTimeout, LongestTimeout).Found;
    }

    /// <summary>
    /// Finds the same faults, and tries to write the file. Creates the file, as the store does at its first use.
    /// </summary>
    /// <returns>A sentence for each fault, which begins with the option's name; empty when there is none.</returns>
    public IReadOnlyList<string> FindFaultsWithFile() => string.IsNullOrWhiteSpace(Path) || SqliteFileCheck.FindFault(this) is not { } fault
        ? FindFaults() : [.. FindFaults(), $"{nameof(Path)}: {fault}"];
}
