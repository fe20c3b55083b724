using Playbooks.Ansible;

namespace Playbooks.Hosting;

/// <summary>What an application says about its Ansible repository, in the configuration under <c>Playbooks:Ansible</c>.</summary>
public sealed class AnsibleHostingOptions
{
    /// <summary>The folder with the Ansible playbooks; it must exist. <c>~</c> stands for the home folder; a relative one is taken from the application's content root.</summary>
    public string Repository { get; set; } = "";

    /// <summary>How Ansible is run.</summary>
    public AnsibleBackend Backend { get; set; } = AnsibleBackend.Runner;

    /// <summary>How many runs are kept, the newest; 0 keeps none.</summary>
    /// <value>0 to 10,000; 10 by default.</value>
    public int ArtifactRetention { get; set; } = AnsibleExecutorOptions.DefaultArtifactRetention;

    /// <summary>Where they are kept; null for a folder of the repository's own below the user's state folder. A relative one is taken from the application's content root.</summary>
    public string? ArtifactDirectory { get; set; }

    /// <summary>The program <c>ansible-runner</c>: a name that is looked up in <c>PATH</c>, or a path.</summary>
    public string RunnerProgram { get; set; } = "ansible-runner";

    /// <summary>The program <c>ansible-playbook</c>, which the direct and the warm backend use: a name that is looked up in <c>PATH</c>, or a path.</summary>
    public string PlaybookProgram { get; set; } = "ansible-playbook";

    /// <summary>Environment variables for Ansible, besides the few that it gets anyway; they win over those.</summary>
    public IDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How long a stopped run may take to end by itself, before it is killed.</summary>
    /// <value>0 to 10 minutes; 5 seconds by default.</value>
    public TimeSpan GracePeriod { get; set; } = TimeSpan.FromSeconds(5);

    internal static void Bind(OptionsSection section, AnsibleHostingOptions options)
    {
        section.Text(nameof(Repository), value => options.Repository = value);
        section.Choice<AnsibleBackend>(nameof(Backend), value => options.Backend = value);
        section.Number(nameof(ArtifactRetention), value => options.ArtifactRetention = value);
        section.Text(nameof(ArtifactDirectory), value => options.ArtifactDirectory = value);
        section.Text(nameof(RunnerProgram), value => options.RunnerProgram = value);
        section.Text(nameof(PlaybookProgram), value => options.PlaybookProgram = value);
        section.Map(nameof(Environment), options.Environment);
        section.Time(nameof(GracePeriod), value => options.GracePeriod = value);
    }
}
