using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Playbooks.Diagnostics;
using Playbooks.Storage;

namespace Playbooks;

/// <summary>The options of a <see cref="PlaybookEngine"/>. The engine takes a copy: a later change has no effect on it.</summary>
/// <remarks>Not sealed, so that a host can add options of its own, such as the folder of the library.</remarks>
public record PlaybookEngineOptions
{
    private const int DeepestNesting = 10_000;

    private static readonly TimeSpan ShortestLease = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLease = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestFinally = TimeSpan.FromDays(30);
    private static readonly TimeSpan LongestGrace = TimeSpan.FromMinutes(10);

    // Without its type, so that a copy of the options loads no assembly of logs: see docs/performance.md, "Starting".
    private object? _logger;

    /// <summary>Step types besides the built-in ones. One with the type of a built-in one takes its place.</summary>
    public IReadOnlyList<IStepHandler> Steps { get; set; } = [];

    /// <summary>Where credentials come from; none by default.</summary>
    public ICredentialProvider? Credentials { get; set; }

    /// <summary>What <c>http.request</c> sends with; a client of the engine's own by default. Its timeout applies besides the step's.</summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>Where runs are journalled, so that they can be resumed, and kept as history; nowhere by default.</summary>
    public IExecutionStore? ExecutionStore { get; set; }

    /// <summary>How long a run stays this process's when its lease cannot be renewed, which is done three times as often.</summary>
    /// <value>1 second to 1 day; 60 seconds by default. A write that the store does not end in that time counts as failed.</value>
    /// <remarks>A run whose process was killed on the same machine can be resumed at once all the same.</remarks>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether only a playbook can be verified whose exact content, with that of all below it, has completed in this history.</summary>
    public bool RequireRunToVerify { get; set; }

    /// <summary>Who has to take every event before a run goes on; nobody by default.</summary>
    public IReadOnlyList<IAuditSink> AuditSinks { get; set; } = [];

    /// <summary>How long the steps under <c>finally</c> of one playbook may take together.</summary>
    /// <value>
    /// 60 seconds by default, more than nothing, at most 30 days. They run on cancellation too, so it bounds how long a cancelled run goes
    /// on. The time that somebody holds them up, with <see cref="PlaybookRun.Pause"/> or a debugger, counts.
    /// </value>
    public TimeSpan FinallyLimit { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether playbooks may have steps that start processes, such as <c>utility.command</c>. If not, planning refuses them.</summary>
    /// <value>true by default.</value>
    public bool AllowProcesses { get; set; } = true;

    /// <summary>The number of levels of nested playbooks that may lie below the root.</summary>
    /// <value>0 to 10,000; 3 by default.</value>
    public int MaximumNestingDepth { get; set; } = 3;

    /// <summary>Whether a drifted child, which was verified anew since its caller, is an error and not a warning.</summary>
    public bool Strict { get; set; }

    /// <summary>How long a step that was told to stop may take to do so before the run goes on without it.</summary>
    /// <value>0 to 10 minutes; 15 seconds by default: more than the Ansible step needs to end every process that it started.</value>
    public TimeSpan CancellationGrace { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Where the engine logs to; nowhere by default.</summary>
    /// <remarks>The default is taken when it is asked for, which no engine that only plans does.</remarks>
    public ILogger<PlaybookEngine> Logger
    {
        get => (ILogger<PlaybookEngine>?)_logger ?? NullLogger<PlaybookEngine>.Instance;
        set => _logger = value;
    }

    /// <summary>Finds everything that is wrong with the options.</summary>
    /// <returns>A sentence for each fault, which begins with the option's name; empty when there is none.</returns>
    public IReadOnlyList<string> FindFaults() => new OptionFaults()
        .Range(nameof(MaximumNestingDepth), MaximumNestingDepth, 0, DeepestNesting)
        .Range(nameof(CancellationGrace), CancellationGrace, TimeSpan.Zero, LongestGrace)
        .MoreThanZero(nameof(FinallyLimit), FinallyLimit, LongestFinally)
        .Range(nameof(LeaseDuration), LeaseDuration, ShortestLease, LongestLease)
        .NotNull(nameof(Steps), Steps)
        .NotNull(nameof(AuditSinks), AuditSinks)
        .Found;
}
