using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Playbooks.Diagnostics;

namespace Playbooks.Ansible;

/// <summary>The options of an <see cref="AnsibleExecutor"/> on this machine. The defaults suit most.</summary>
/// <remarks>Not sealed, so that a host can add options of its own, such as the folder of the repository.</remarks>
public class AnsibleExecutorOptions
{
    /// <summary>The number of runs that are kept by default.</summary>
    public const int DefaultArtifactRetention = 10;

    private const int MostRunsKept = 10_000;

    private static readonly TimeSpan LongestGrace = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestIdleTime = TimeSpan.FromDays(24);

    /// <summary>
    /// The folder for the kept records of runs. null for a folder of this repository below the user's state folder
    /// (<c>$XDG_STATE_HOME</c> or <c>~/.local/state</c>, in <c>playbooks/ansible</c>).
    /// </summary>
    public string? ArtifactDirectory { get; set; }

    /// <summary>The number of runs that are kept of a repository, the newest; 0 keeps none.</summary>
    /// <value>0 to 10,000; 10 by default.</value>
    public int ArtifactRetention { get; set; } = DefaultArtifactRetention;

    /// <summary>The way in which Ansible is run.</summary>
    public AnsibleBackend Backend { get; set; } = AnsibleBackend.Runner;

    /// <summary>The program <c>ansible-playbook</c>, which the direct and the warm backend use: a name that is looked
    /// up in <c>PATH</c>, or a path.</summary>
    public string PlaybookProgram { get; set; } = "ansible-playbook";

    /// <summary>The program <c>ansible-runner</c>: a name that is looked up in <c>PATH</c>, or a path.</summary>
    public string RunnerProgram { get; set; } = "ansible-runner";

    /// <summary>Environment variables for Ansible. They win over the few that it gets from this process.</summary>
    public IDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The time that a stopped run may take to end by itself, before it is killed.</summary>
    /// <value>0 to 10 minutes; 5 seconds by default.</value>
    public TimeSpan GracePeriod { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Lets background processes of a run go on on this machine when the run ends by itself: daemons, and jobs of
    /// <c>async</c> that the playbook did not wait for. A stopped run is always ended completely. The runs of
    /// <see cref="AnsibleBackend.Warm"/> then go through <see cref="AnsibleBackend.Direct"/>.
    /// </summary>
    public bool KeepBackgroundProcesses { get; set; }

    /// <summary>The largest number of waiting processes of <see cref="AnsibleBackend.Warm"/>; each holds some 60
    /// MB.</summary>
    /// <value>1 or more. Runs with different settings at Ansible's start, such as another <c>ansible.cfg</c>, need a
    /// process each. When there are too many, the one that was used longest ago is ended.</value>
    public int WarmServers { get; set; } = 2;

    /// <summary>The number of runs after which <see cref="AnsibleBackend.Warm"/> replaces a waiting process.</summary>
    /// <value>1 or more.</value>
    public int WarmRunsPerServer { get; set; } = 200;

    /// <summary>The time without a new run after which <see cref="AnsibleBackend.Warm"/> ends a waiting
    /// process.</summary>
    /// <value>More than zero, at most 24 days.</value>
    public TimeSpan WarmIdleTime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The clock of time limits and durations.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>The log of the executor.</summary>
    public ILogger Logger { get => field ?? NullLogger.Instance; set; }

    /// <summary>Finds everything that is wrong with the options.</summary>
    /// <returns>A sentence for each fault, which begins with the option's name; empty when there is none.</returns>
    public IReadOnlyList<string> FindFaults()
    {
        OptionFaults faults = new OptionFaults()
            .Choice(nameof(Backend), Backend)
            .Range(nameof(ArtifactRetention), ArtifactRetention, 0, MostRunsKept)
            .NotEmpty(nameof(RunnerProgram), RunnerProgram, "it names the program, such as ansible-runner")
            .NotEmpty(nameof(PlaybookProgram), PlaybookProgram, "it names the program, such as ansible-playbook")
            .Range(nameof(GracePeriod), GracePeriod, TimeSpan.Zero, LongestGrace)
            .AtLeast(nameof(WarmServers), WarmServers, 1)
            .AtLeast(nameof(WarmRunsPerServer), WarmRunsPerServer, 1)
            .MoreThanZero(nameof(WarmIdleTime), WarmIdleTime, LongestIdleTime)
            .NotNull(nameof(TimeProvider), TimeProvider);
        return ArtifactDirectory is null ? faults.Found
            : faults.NotEmpty(nameof(ArtifactDirectory), ArtifactDirectory, "give a folder, or leave it out").Found;
    }
}
