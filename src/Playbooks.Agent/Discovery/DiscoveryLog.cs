using Microsoft.Extensions.Logging;

namespace Playbooks.Agent.Discovery;

/// <summary>The log messages of the catalogue.</summary>
internal static partial class DiscoveryLog
{
    [LoggerMessage(20, LogLevel.Information, "{Repository} has {Playbooks} Ansible playbooks and {Invalid} invalid files; {Parsed} files were parsed, in {DurationMs} ms")]
    public static partial void Scanned(ILogger logger, string repository, int playbooks, int invalid, int parsed, long durationMs);

    [LoggerMessage(21, LogLevel.Warning, "The folder {Folder} could not be read: its files are not in the catalogue")]
    public static partial void FolderNotRead(ILogger logger, string folder, Exception exception);

    [LoggerMessage(22, LogLevel.Warning, "Changes in {Repository} are not watched, and are seen when the listing's lifetime is over: raise the system's limit of watches, or set WatchFiles to false")]
    public static partial void NotWatched(ILogger logger, string repository, Exception exception);

    [LoggerMessage(23, LogLevel.Warning, "Changes in {Repository} were missed: it is scanned at the next request")]
    public static partial void ChangesMissed(ILogger logger, string repository, Exception exception);
}
