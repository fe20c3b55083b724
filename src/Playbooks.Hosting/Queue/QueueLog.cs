using Microsoft.Extensions.Logging;

namespace Playbooks.Hosting;

/// <summary>The log messages of the queue. Their ids must not change: people filter by them.</summary>
internal static partial class QueueLog
{
    [LoggerMessage(311, LogLevel.Information, "The queue works with {Workers} workers; {Waiting} works wait from before")]
    public static partial void Started(ILogger logger, int workers, int waiting);

    [LoggerMessage(312, LogLevel.Debug, "Work {TaskId} ({WorkType}) was queued with priority {Priority}; {Waiting} wait")]
    public static partial void Queued(ILogger logger, string taskId, string workType, int priority, int waiting);

    [LoggerMessage(313, LogLevel.Warning, "Work {TaskId} was refused: {Reason}")]
    public static partial void Refused(ILogger logger, string taskId, string reason);

    [LoggerMessage(314, LogLevel.Warning, "Work {TaskId} is not stored, as {Reason}: if this process ends before it is done, it is lost")]
    public static partial void NotStored(ILogger logger, string taskId, string reason);

    [LoggerMessage(315, LogLevel.Information, "The queue stops: {Running} works are finished, {Waiting} wait")]
    public static partial void Stopping(ILogger logger, int running, int waiting);

    [LoggerMessage(316, LogLevel.Warning, "Work {TaskId} ({WorkType}) was interrupted: {Reason}")]
    public static partial void Interrupted(ILogger logger, string taskId, string workType, string reason);

    [LoggerMessage(317, LogLevel.Warning, "Work {TaskId} ({WorkType}) may have been begun by a process that ended; as its type is repeatable, it is done again")]
    public static partial void Repeated(ILogger logger, string taskId, string workType);

    [LoggerMessage(318, LogLevel.Error, "The stored entry of work {TaskId} could not be changed; after a restart it may be reported as interrupted")]
    public static partial void NotRecorded(ILogger logger, string taskId, Exception exception);

    [LoggerMessage(319, LogLevel.Error, "An entry of the stored queue cannot be read and is left alone: {Reason}")]
    public static partial void Unreadable(ILogger logger, string reason);

    [LoggerMessage(320, LogLevel.Warning, "The claim of this process on the queue of agent {AgentId} could not be renewed: another process may take the queue over")]
    public static partial void NotRenewed(ILogger logger, string agentId, Exception exception);
}
