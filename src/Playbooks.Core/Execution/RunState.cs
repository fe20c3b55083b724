using Microsoft.Extensions.Logging;

namespace Playbooks;

/// <summary>What all steps of one run share.</summary>
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

    /// <summary>Whether it only predicts, as <see cref="RunOptions.Check"/> says.</summary>
    public bool IsCheck { get; init; }

    /// <summary>Waited for at every event; null when there is none.</summary>
    public AuditTrail? Audit { get; init; }

    /// <summary>Null when nothing is journalled.</summary>
    public RunJournal? Journal { get; init; }

    /// <summary>What is known from an earlier life of the run; null for a new one.</summary>
    public JournalReplay? Replay { get; init; }

    /// <summary>When the run began: of a resumed one, in its first life.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    public TimeProvider TimeProvider => Clock.TimeProvider;

    public ILogger Logger => Options.Logger;

    /// <summary>Why no further step may be started, such as a journal that cannot be written; null as long as they may.</summary>
    public string? HaltReason => _halt;

    /// <summary>Whether anybody is told of steps of that depth.</summary>
    public bool IsWatched(int depth) => Audit is not null || Events.IsWatched(depth);

    /// <summary>Tells those who watch; the audit sinks have it before the next <see cref="AuditAsync"/> ends.</summary>
    public void Publish(ExecutionEvent happened)
    {
        Events.Publish(happened);
        Audit?.Add(happened);
    }

    /// <summary>Waits until the audit sinks have what was published.</summary>
    public ValueTask AuditAsync() => Audit?.FlushAsync() ?? ValueTask.CompletedTask;

    /// <summary>Lets no further step be started, not even one that would undo or tidy up. The first reason counts.</summary>
    public void Halt(string reason)
    {
        string masked = Redactor.Mask(reason);
        _halt ??= masked;
        EngineLog.RunHalted(Logger, ExecutionId, masked);
    }
}
