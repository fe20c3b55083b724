using Playbooks.Diagnostics;

namespace Playbooks.Storage;

/// <summary>The options of a history in a SQLite file.</summary>
public sealed class SqliteStoreOptions
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(10);

    /// <summary>The file; it is made when it does not exist, and so is its folder, both for the user alone. A relative one is taken from the application's content root.</summary>
    public string Path { get; set; } = "";

    /// <summary>How long to wait for another process that writes to the file.</summary>
    /// <value>1 second to 10 minutes; 30 seconds by default.</value>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether every write waits until the disk has it.</summary>
    /// <remarks>
    /// Without it a write survives the end of the process, however sudden, but the last ones before a power failure may be lost:
    /// after it, steps that had ended may run again. With it they are not lost, and a write takes as long as the disk's flush.
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

    /// <summary>Finds the same, and tries to write the file. The file is made, as at the first use of the store.</summary>
    /// <returns>A sentence for each fault, which begins with the option's name; empty when there is none.</returns>
    public IReadOnlyList<string> FindFaultsWithFile() => string.IsNullOrWhiteSpace(Path) || SqliteFileCheck.FindFault(this) is not { } fault
        ? FindFaults() : [.. FindFaults(), $"{nameof(Path)}: {fault}"];
}
