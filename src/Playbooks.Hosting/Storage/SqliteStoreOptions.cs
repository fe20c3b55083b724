namespace Playbooks.Hosting;

/// <summary>What an application says about its history in a SQLite file, in the configuration under <c>Playbooks:Store</c>.</summary>
public sealed class SqliteStoreOptions : IBoundOptions
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

    List<string> IBoundOptions.BindingFaults { get; } = [];

    internal static void Bind(OptionsSection section, SqliteStoreOptions options)
    {
        section.Text(nameof(Path), value => options.Path = value);
        section.Time(nameof(BusyTimeout), value => options.BusyTimeout = value);
        section.Flag(nameof(SurvivesPowerLoss), value => options.SurvivesPowerLoss = value);
    }
}
