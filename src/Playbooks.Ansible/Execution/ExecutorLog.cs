using Microsoft.Extensions.Logging;

namespace Playbooks.Ansible.Execution;

/// <summary>Log messages of the executor.</summary>
internal static partial class ExecutorLog
{
    [LoggerMessage(1, LogLevel.Information, "Ansible playbook {Playbook} of {Repository} started")]
    public static partial void Started(ILogger logger, string playbook, string repository);

    [LoggerMessage(2, LogLevel.Information, "Ansible playbook {Playbook}: {Status} after {DurationMs} ms, {Changed} "
        + "changed, {Failed} failed, {Unreachable} unreachable")]
    public static partial void Ended(
        ILogger logger,
        string playbook,
        AnsibleRunStatus status,
        long durationMs,
        long changed,
        long failed,
        long unreachable);

    [LoggerMessage(3, LogLevel.Error, "The folder {Folder} could not be removed and may hold extra vars: remove it")]
    public static partial void NotRemoved(ILogger logger, string folder, Exception exception);

    [LoggerMessage(5, LogLevel.Warning, "The progress handler failed; the run goes on")]
    public static partial void ProgressFailed(ILogger logger, Exception exception);

    [LoggerMessage(6, LogLevel.Warning, "The progress handler did not return; the result was not held back for it")]
    public static partial void ProgressHangs(ILogger logger);
}
