using Microsoft.Extensions.Logging;

namespace Playbooks.Hosting;

/// <summary>What the hosting says when it starts. The ids stay as they are: people filter by them.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(301, LogLevel.Information, "{Program}: {Version}")]
    public static partial void ProgramFound(ILogger logger, string program, string version);

    [LoggerMessage(302, LogLevel.Warning, "Ansible cannot be run: {Fault} Until it can, whatever needs it fails")]
    public static partial void ProgramMissing(ILogger logger, string fault);
}
