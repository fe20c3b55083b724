using Microsoft.Extensions.Logging;

namespace Playbooks;

/// <summary>The state that all steps of one run share.</summary>
internal sealed class RunState
{
    private volatile string? _halt;

    public required string ExecutionId { get; init; }

    public required RunClock Clock { get; init; }

    public required string RootDirectory { get; init; }

    public required PlaybookEngineOptions Options { get; init; }

    public required Redactor Redactor { get; init; }

    public required CredentialCache Credentials { get; init; }

    public required EventHub Events { get; init; }

    public required RunControl Control { get; init; }

    /// <summary>True when the run only predicts: see <see cref="RunOptions.Check"/>.</summary>
    public bool IsCheck { get; init; }

    /// <summary>The audit trail, which every event waits for; null when there are no audit sinks.</summary>
    public AuditTrail? Audit { get; init; }

    /// <summary>The journal; null when the run is not journalled.</summary>
    public RunJournal? Journal { get; init; }

    /// <summary>The results of a resumed run before its interruption; null for a new run.</summary>
    public JournalReplay? Replay { get; init; }

    /// <summary>The time at which the run first began, before any interruption.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    public TimeProvider TimeProvider => Clock.TimeProvider;

    public ILogger Logger => Options.Logger;

    /// <summary>
    /// The reason why no further step may start, such as a journal that cannot be written; null while steps may start.
    /// </summary>
    public string? HaltReason => _halt;

    /// <summary>True when a watcher or an audit sink takes the events of steps at that depth.</summary>
    public bool IsWatched(int depth) => Audit is not null || Events.IsWatched(depth);

    /// <summary>
    /// Publishes an event to the watchers. The audit sinks have it when the next <see cref="AuditAsync"/> ends.
    /// </summary>
    public void Publish(ExecutionEvent happened)
    {
        Events.Publish(happened);
        Audit?.Add(happened);
    }

    /// <summary>Waits until the audit sinks have every published event.</summary>
    public ValueTask AuditAsync() => Audit?.FlushAsync() ?? ValueTask.CompletedTask;

    /// <summary>
    /// Stops the run: no further step starts, not even a rollback or finally step. The first reason counts.
    /// </summary>
    public void Halt(string reason)
    {
        string masked = Redactor.Mask(reason);
        _halt ??= masked;
        EngineLog.RunHalted(Logger, ExecutionId, masked);
    }
}
