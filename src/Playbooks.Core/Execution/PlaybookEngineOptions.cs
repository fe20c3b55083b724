using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Playbooks.Storage;

namespace Playbooks;

/// <summary>What an engine works with.</summary>
public sealed record PlaybookEngineOptions
{
    /// <summary>Timers know no longer one.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    /// <summary>Step types besides the built-in ones. One with the type of a built-in one takes its place.</summary>
    public IReadOnlyList<IStepHandler> Steps { get; init; } = [];

    /// <summary>Where credentials come from; none by default.</summary>
    public ICredentialProvider? Credentials { get; init; }

    /// <summary>What <c>http.request</c> sends with; a client of the engine's own by default. Its timeout applies besides the step's.</summary>
    public HttpClient? HttpClient { get; init; }

    /// <summary>Where runs are journalled, so that they can be resumed, and kept as history; nowhere by default.</summary>
    public IExecutionStore? ExecutionStore { get; init; }

    /// <summary>How long a run stays this process's when its lease cannot be renewed, which is done three times as often.</summary>
    /// <value>1 second to 1 day; 60 seconds by default. A write that the store does not end in that time counts as failed.</value>
    /// <remarks>A run whose process was killed on the same machine can be resumed at once all the same.</remarks>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether only a playbook can be verified whose exact content, with that of all below it, has completed in this history.</summary>
    public bool RequireRunToVerify { get; init; }

    /// <summary>Who has to take every event before a run goes on; nobody by default.</summary>
    public IReadOnlyList<IAuditSink> AuditSinks { get; init; } = [];

    /// <summary>How long the steps under <c>finally</c> of one playbook may take together.</summary>
    /// <value>
    /// 60 seconds by default, more than nothing, at most 30 days. They run on cancellation too, so it bounds how long a cancelled run goes
    /// on. The time that somebody holds them up, with <see cref="PlaybookRun.Pause"/> or a debugger, counts.
    /// </value>
    public TimeSpan FinallyLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether playbooks may have steps that start processes, such as <c>utility.command</c>. If not, planning refuses them.</summary>
    /// <value>true by default.</value>
    public bool AllowProcesses { get; init; } = true;

    /// <summary>How strictly nests are checked.</summary>
    public PlannerOptions Planner { get; init; } = new();

    /// <summary>How long a step that was told to stop may take to do so before the run goes on without it.</summary>
    /// <value>15 seconds by default, at most 30 days: more than the Ansible step needs to end every process that it started.</value>
    public TimeSpan CancellationGrace { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Where the engine logs to; nowhere by default.</summary>
    /// <remarks>The default is taken when it is asked for, which no engine that only plans does.</remarks>
    public ILogger<PlaybookEngine> Logger { get => field ?? NullLogger<PlaybookEngine>.Instance; init; }
}
