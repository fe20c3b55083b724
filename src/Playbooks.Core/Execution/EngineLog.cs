using Microsoft.Extensions.Logging;

namespace Playbooks;

/// <summary>The engine's log messages. Their numbers are stable. Text of a run is masked before it gets here.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(1, LogLevel.Information, "Run {ExecutionId} of {Playbook} started")]
    public static partial void RunStarted(ILogger logger, string executionId, string playbook);

    [LoggerMessage(
        2, LogLevel.Information, "Run {ExecutionId} of {Playbook} ended: {Status} after {DurationMs} ms. {Error}")]
    public static partial void RunFinished(
        ILogger logger,
        string executionId,
        string playbook,
        ExecutionStatus status,
        long durationMs,
        string? error);

    [LoggerMessage(3, LogLevel.Warning, "Run {ExecutionId}, step {Address}: {Error}")]
    public static partial void StepFailed(ILogger logger, string executionId, StepAddress address, string error);

    [LoggerMessage(
        4, LogLevel.Debug, "Run {ExecutionId}, step {Address}: attempt {Attempt} threw {ExceptionType}: {Trace}")]
    public static partial void StepThrew(
        ILogger logger, string executionId, StepAddress address, int attempt, string exceptionType, string trace);

    [LoggerMessage(
        5,
        LogLevel.Error,
        "Run {ExecutionId}, step {Address}: abandoned, since it did not stop within {GraceMs} ms")]
    public static partial void StepAbandoned(ILogger logger, string executionId, StepAddress address, long graceMs);

    [LoggerMessage(7, LogLevel.Error, "Run {ExecutionId}: {Reason}")]
    public static partial void RunHalted(ILogger logger, string executionId, string reason);

    [LoggerMessage(
        8,
        LogLevel.Error,
        "Run {ExecutionId} has ended, but that could not be recorded; "
        + "resume it to record it, nothing will run again: {Error}")]
    public static partial void EndNotRecorded(ILogger logger, string executionId, string error);

    [LoggerMessage(EventId = 6, Message = "Run {ExecutionId}, step {Address}: {Message}")]
    public static partial void StepSaid(
        ILogger logger, LogLevel level, string executionId, StepAddress address, string message);
}
