using Microsoft.Extensions.Logging;

namespace Playbooks.Ansible;

/// <summary>What the executor says.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Ansible playbook {Playbook} of {Repository} started")]
    public static partial void Started(ILogger logger, string playbook, string repository);

    [LoggerMessage(2, LogLevel.Information, "Ansible playbook {Playbook}: {Status} after {DurationMs} ms, {Changed} changed, {Failed} failed, {Unreachable} unreachable")]
    public static partial void Ended(ILogger logger, string playbook, AnsibleRunStatus status, long durationMs, long changed, long failed, long unreachable);

    [LoggerMessage(3, LogLevel.Error, "The folder {Folder} could not be removed and may hold extra vars: remove it")]
    public static partial void NotRemoved(ILogger logger, string folder, Exception exception);

    [LoggerMessage(4, LogLevel.Warning, "Nothing could be kept of the run in {Folder}: make it writable, set another ArtifactDirectory, or an ArtifactRetention of 0")]
    public static partial void NotKept(ILogger logger, string folder, Exception exception);

    [LoggerMessage(5, LogLevel.Warning, "The progress handler failed; the run goes on")]
    public static partial void ProgressFailed(ILogger logger, Exception exception);

    [LoggerMessage(6, LogLevel.Warning, "The progress handler did not return; the result was not held back for it")]
    public static partial void ProgressHangs(ILogger logger);

    [LoggerMessage(8, LogLevel.Debug, "Ansible playbook {Playbook}: not certain to run alike in a warm Ansible, so it gets one of its own")]
    public static partial void NotWarm(ILogger logger, string playbook);

    [LoggerMessage(9, LogLevel.Warning, "Ansible playbook {Playbook}: there is no warm Ansible, so it gets one of its own")]
    public static partial void WarmUnavailable(ILogger logger, string playbook, Exception exception);
}
