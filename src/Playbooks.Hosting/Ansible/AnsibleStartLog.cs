using Microsoft.Extensions.Logging;

namespace Playbooks.Hosting;

/// <summary>The log messages about Ansible at the start. Their ids must not change: people filter by them.</summary>
internal static partial class AnsibleStartLog
{
    [LoggerMessage(301, LogLevel.Information, "{Program}: {Version}")]
    public static partial void ProgramFound(ILogger logger, string program, string version);

    [LoggerMessage(302, LogLevel.Warning, "Ansible cannot be run: {Fault} Until it can, all work that needs it fails")]
    public static partial void ProgramMissing(ILogger logger, string fault);
}
