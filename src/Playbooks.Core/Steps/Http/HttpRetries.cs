using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Playbooks;

/// <summary>Decides if and when a request is sent again.</summary>
internal sealed record HttpRetries(IReadOnlyList<long> Statuses, long Count, TimeSpan Delay, TimeSpan MaximumDelay)
{
    public static HttpRetries Of(StepArguments arguments, IReadOnlyList<long> statuses) => new(
        statuses,
        arguments.GetInteger("retry_count", 0),
        TimeSpan.FromSeconds(arguments.GetFloat("retry_delay", 0)),
        TimeSpan.FromSeconds(arguments.GetFloat("max_retry_after", 0)));

    /// <summary>The wait before the request is sent again; null when it is not sent again.</summary>
    /// <remarks>It is never shorter than the server asks, so as not to overload the server further.</remarks>
    public TimeSpan? After(HttpAnswer answer, long tries, StepContext context)
    {
        if (tries > Count || !Statuses.Contains(answer.Status))
        {
            return null;
        }

        TimeSpan? asked = answer.RetryAfter(context.TimeProvider);
        if (asked > MaximumDelay)
        {
            string refusal = string.Create(
                CultureInfo.InvariantCulture,
                $"Status {answer.Status}; the server asks to wait {asked.Value.TotalSeconds:0.###} s, "
                + $"more than 'max_retry_after' allows");
            context.Log(LogLevel.Warning, refusal);
            return null;
        }

        TimeSpan delay = asked ?? Delay;
        string announcement = string.Create(
            CultureInfo.InvariantCulture,
            $"Status {answer.Status}; sending the request again in {delay.TotalSeconds:0.###} s");
        context.Log(LogLevel.Information, announcement);
        return delay;
    }
}
