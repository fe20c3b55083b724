using Playbooks.Ansible;

namespace Playbooks.Hosting;

/// <summary>What an application says about its Ansible repository. Validated once, when the host starts, all faults together.</summary>
public sealed class AnsibleHostingOptions
{
    /// <summary>The folder with the Ansible playbooks; it must exist. <c>~</c> stands for the home folder; a relative one is taken from the application's content root.</summary>
    public string Repository { get; set; } = "";

    /// <summary>How many runs are kept, the newest; 0 keeps none.</summary>
    /// <value>0 to 10,000; 10 by default.</value>
    public int ArtifactRetention { get; set; } = AnsibleExecutorOptions.DefaultArtifactRetention;

    /// <summary>Where they are kept; null for a folder of the repository's own below the user's state folder.</summary>
    public string? ArtifactDirectory { get; set; }

    /// <summary>The program <c>ansible-runner</c>: a name that is looked up in <c>PATH</c>, or a path.</summary>
    public string RunnerProgram { get; set; } = "ansible-runner";
}
