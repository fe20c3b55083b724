using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Playbooks.Ansible;

/// <summary>How an <see cref="AnsibleExecutor"/> works on this machine. The defaults suit most.</summary>
public sealed class AnsibleExecutorOptions
{
    /// <summary>How many runs are kept when nothing else is said.</summary>
    public const int DefaultArtifactRetention = 10;

    /// <summary>
    /// Where what is kept of a run goes. null for a folder of the repository's own below the user's state folder
    /// (<c>$XDG_STATE_HOME</c> or <c>~/.local/state</c>, in <c>playbooks/ansible</c>).
    /// </summary>
    public string? ArtifactDirectory { get; set; }

    /// <summary>How many runs are kept of a repository, the newest; 0 keeps none.</summary>
    public int ArtifactRetention { get; set; } = DefaultArtifactRetention;

    /// <summary>How Ansible is run.</summary>
    public AnsibleBackend Backend { get; set; } = AnsibleBackend.Runner;

    /// <summary>The program <c>ansible-playbook</c>, which the direct and the warm backend use: a name that is looked up in <c>PATH</c>, or a path.</summary>
    public string PlaybookProgram { get; set; } = "ansible-playbook";

    /// <summary>The program <c>ansible-runner</c>: a name that is looked up in <c>PATH</c>, or a path.</summary>
    public string RunnerProgram { get; set; } = "ansible-runner";

    /// <summary>Environment variables for Ansible, besides the few that it gets anyway; they win over those.</summary>
    public IDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How long a stopped run may take to end by itself, before it is killed.</summary>
    public TimeSpan GracePeriod { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether what a run leaves in the background on this machine goes on when it ends by itself: daemons, and jobs of
    /// <c>async</c> that nobody waited for. A stopped run is ended whole either way; the runs of <see cref="AnsibleBackend.Warm"/>
    /// go through <see cref="AnsibleBackend.Direct"/> then.
    /// </summary>
    public bool KeepBackgroundProcesses { get; set; }

    /// <summary>How many waiting processes <see cref="AnsibleBackend.Warm"/> keeps at most; each holds some 60 MB.</summary>
    /// <value>1 or more. Runs that differ in what is bound when Ansible starts, such as <c>ansible.cfg</c>, need one each; the one that was used longest ago makes room.</value>
    public int WarmServers { get; set; } = 2;

    /// <summary>After how many runs <see cref="AnsibleBackend.Warm"/> replaces a waiting process.</summary>
    /// <value>1 or more.</value>
    public int WarmRunsPerServer { get; set; } = 200;

    /// <summary>After how long without a new run <see cref="AnsibleBackend.Warm"/> ends a waiting process.</summary>
    /// <value>More than zero, at most 24 days.</value>
    public TimeSpan WarmIdleTime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The clock of time limits and durations.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where the executor says what it does.</summary>
    public ILogger Logger { get => field ?? NullLogger.Instance; set; }
}
