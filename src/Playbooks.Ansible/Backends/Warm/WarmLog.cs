using Microsoft.Extensions.Logging;

namespace Playbooks.Ansible.Backends.Warm;

/// <summary>Log messages of the warm backend.</summary>
internal static partial class WarmLog
{
    [LoggerMessage(8, LogLevel.Debug, "Ansible playbook {Playbook}: not certain to run alike in a warm Ansible, so it "
        + "gets one of its own")]
    public static partial void NotWarm(ILogger logger, string playbook);

    [LoggerMessage(9, LogLevel.Warning, "Ansible playbook {Playbook}: there is no warm Ansible, so it gets one of its "
        + "own")]
    public static partial void WarmUnavailable(ILogger logger, string playbook, Exception exception);
}
