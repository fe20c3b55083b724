using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Playbooks.Diagnostics;
using Playbooks.Storage;

namespace Playbooks;

/// <summary>
/// The options of a <see cref="PlaybookEngine"/>. The engine takes a copy: a later change has no effect on it.
/// </summary>
/// <remarks>Not sealed, so that a host can add options of its own, such as the folder of the library.</remarks>
public record PlaybookEngineOptions
{
    private const int DeepestNesting = 10_000;

    private static readonly TimeSpan ShortestLease = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLease = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestFinally = TimeSpan.FromDays(30);
    private static readonly TimeSpan LongestGrace = TimeSpan.FromMinutes(10);

    // Declared without its type, so that a copy of the options loads no logging assembly: see docs/performance.md,
    // "Starting".
    private object? _logger;

    /// <summary>
    /// Step types besides the built-in ones. A step type with the name of a built-in one replaces it.
    /// </summary>
    public IReadOnlyList<IStepHandler> Steps { get; set; } = [];

    /// <summary>The source of credentials; none by default.</summary>
    public ICredentialProvider? Credentials { get; set; }

    /// <summary>
    /// The client that <c>http.request</c> uses; the engine's own by default. Its timeout applies besides the step's.
    /// </summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>The store of journals and history, from which runs can be resumed; none by default.</summary>
    public IExecutionStore? ExecutionStore { get; set; }

    /// <summary>
    /// The time after which a run's lease expires when it cannot be renewed. It is renewed three times in this time.
    /// </summary>
    /// <value>1 second to 1 day; 60 seconds by default. A write that the store does not end in that time counts as
    /// failed.</value>
    /// <remarks>A run whose process was killed on the same machine can be resumed at once.</remarks>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// True to allow the verification of a playbook only if its exact content, and that of every playbook below it, has
    /// completed in this history.
    /// </summary>
    public bool RequireRunToVerify { get; set; }

    /// <summary>The sinks that have to take every event before a run goes on; none by default.</summary>
    public IReadOnlyList<IAuditSink> AuditSinks { get; set; } = [];

    /// <summary>The time limit of all steps under <c>finally</c> of one playbook together.</summary>
    /// <value>60 seconds by default, more than zero, at most 30 days. These steps run on cancellation too, so the limit
    /// bounds the time that a cancelled run still takes. The time for which <see cref="PlaybookRun.Pause"/> or a
    /// debugger delays them counts.</value>
    public TimeSpan FinallyLimit { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// True to allow steps that start processes, such as <c>utility.command</c>. If false, planning refuses them.
    /// </summary>
    /// <value>true by default.</value>
    public bool AllowProcesses { get; set; } = true;

    /// <summary>The maximum number of levels of nested playbooks below the root.</summary>
    /// <value>0 to 10,000; 3 by default.</value>
    public int MaximumNestingDepth { get; set; } = 3;

    /// <summary>
    /// True to make a drifted child, which was verified again since its caller was, an error and not a warning.
    /// </summary>
    public bool Strict { get; set; }

    /// <summary>
    /// The time in which a step that was told to stop has to stop, before the run goes on without it.
    /// </summary>
    /// <value>0 to 10 minutes; 15 seconds by default. The Ansible step needs less to end every process that it
    /// started.</value>
    public TimeSpan CancellationGrace { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The engine's logger; none by default.</summary>
    /// <remarks>The default is created on the first read. An engine that only plans does not read it.</remarks>
    public ILogger<PlaybookEngine> Logger
    {
        get => (ILogger<PlaybookEngine>?)_logger ?? NullLogger<PlaybookEngine>.Instance;
        set => _logger = value;
    }

    /// <summary>Finds every fault of the options.</summary>
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
