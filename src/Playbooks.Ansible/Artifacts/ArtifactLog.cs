using Microsoft.Extensions.Logging;

namespace Playbooks.Ansible.Artifacts;

/// <summary>Log messages of the artifact store.</summary>
internal static partial class ArtifactLog
{
    [LoggerMessage(4, LogLevel.Warning, "Nothing could be kept of the run in {Folder}: make it writable, set another "
        + "ArtifactDirectory, or an ArtifactRetention of 0")]
    public static partial void NotKept(ILogger logger, string folder, Exception exception);
}
