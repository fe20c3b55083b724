namespace Playbooks.Hosting;

/// <summary>What an application says about its playbooks. Validated once, when the host starts, all faults together.</summary>
public sealed class PlaybooksOptions
{
    /// <summary>The folder of the library; it must exist. A relative one is taken from the application's content root.</summary>
    public string LibraryRoot { get; set; } = "";

    /// <summary>How many levels of nested playbooks may lie below the root.</summary>
    /// <value>0 to 32; 3 by default.</value>
    public int MaximumNestingDepth { get; set; } = 3;

    /// <summary>Whether a playbook whose child was verified anew since is an error and not a warning.</summary>
    public bool Strict { get; set; }

    /// <summary>Whether playbooks may have steps that start processes: <c>utility.command</c>, <c>utility.python</c>, <c>ansible.run</c>. If not, planning refuses them.</summary>
    /// <value>true by default.</value>
    public bool AllowProcesses { get; set; } = true;

    /// <summary>How long a step that was told to stop may take to do so before the run goes on without it.</summary>
    /// <value>0 to 10 minutes; 15 seconds by default.</value>
    public TimeSpan CancellationGrace { get; set; } = TimeSpan.FromSeconds(15);

    internal static void Bind(OptionsSection section, PlaybooksOptions options)
    {
        section.Text(nameof(LibraryRoot), value => options.LibraryRoot = value);
        section.Number(nameof(MaximumNestingDepth), value => options.MaximumNestingDepth = value);
        section.Flag(nameof(Strict), value => options.Strict = value);
        section.Flag(nameof(AllowProcesses), value => options.AllowProcesses = value);
        section.Time(nameof(CancellationGrace), value => options.CancellationGrace = value);
        section.Leave("Ansible", "Agent", "Store", "Credentials");
    }
}
