using Microsoft.Extensions.Logging;

namespace Playbooks.Agent;

/// <summary>The log messages of the agent. Their ids must not change: people filter by them.</summary>
internal static partial class AgentLog
{
    [LoggerMessage(101, LogLevel.Information, "Work {TaskId} ({WorkType}) began")]
    public static partial void Began(ILogger logger, string taskId, string workType);

    [LoggerMessage(102, LogLevel.Information, "Work {TaskId} ({WorkType}): {Status} after {DurationMs} ms")]
    public static partial void Ended(ILogger logger, string taskId, string workType, WorkStatus status, long durationMs);

    [LoggerMessage(103, LogLevel.Error, "Work {TaskId} ({WorkType}) failed: {Details}")]
    public static partial void Failed(ILogger logger, string taskId, string workType, string details, Exception? exception);

    [LoggerMessage(104, LogLevel.Warning, "Work {TaskId} was refused: {Reason}")]
    public static partial void Refused(ILogger logger, string taskId, string reason);

    [LoggerMessage(105, LogLevel.Error, "The result of work {TaskId} could not be kept: the same request would do the work again")]
    public static partial void NotKept(ILogger logger, string taskId, Exception exception);

    [LoggerMessage(106, LogLevel.Information, "Work {TaskId} was done before: its result is given again")]
    public static partial void Repeated(ILogger logger, string taskId);
}
