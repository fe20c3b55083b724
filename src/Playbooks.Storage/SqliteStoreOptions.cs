namespace Playbooks.Storage;

/// <summary>What an application says about its history in a SQLite file, in the configuration under <c>Playbooks:Store</c>.</summary>
public sealed class SqliteStoreOptions
{
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
    public IReadOnlyList<string> FindFaults() => [.. SqliteStoreOptionsFaults.Find(this)];

    /// <summary>Finds the same, and tries to write the file. The file is made, as at the first use of the store.</summary>
    /// <returns>A sentence for each fault, which begins with the option's name; empty when there is none.</returns>
    public IReadOnlyList<string> FindFaultsWithFile() => [.. SqliteStoreOptionsFaults.FindWithFile(this)];
}
