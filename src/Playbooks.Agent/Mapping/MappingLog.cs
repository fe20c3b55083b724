using Microsoft.Extensions.Logging;

namespace Playbooks.Agent.Mapping;

/// <summary>The log messages of the mapper.</summary>
internal static partial class MappingLog
{
    [LoggerMessage(40, LogLevel.Warning, "The intent matcher {Matcher} failed; the intent is mapped without it")]
    public static partial void MatcherFailed(ILogger logger, string matcher, Exception exception);
}
