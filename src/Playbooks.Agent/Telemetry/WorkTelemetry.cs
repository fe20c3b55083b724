using System.Buffers;
using System.Diagnostics;

namespace Playbooks.Agent;

/// <summary>
/// Creates the span of each piece of work, from a source of the same name as those of runs and steps.
/// </summary>
internal static class WorkTelemetry
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");
    private static readonly ActivitySource Source = new("Playbooks");

    public static Activity? Start(WorkRequest request)
    {
        Activity? activity = Source.StartActivity($"work {request.WorkType}", ActivityKind.Consumer, ParentOf(request.TraceId));
        return activity?.SetTag("playbooks.task.id", request.TaskId).SetTag("playbooks.work.type", request.WorkType);
    }

    public static void End(Activity? activity, WorkResult result)
    {
        activity?.SetTag("playbooks.status", PlaybookValues.ToText(result.Status).ToLowerInvariant());
        if (result.Status == WorkStatus.Failed)
        {
            activity?.SetStatus(ActivityStatusCode.Error, result.ErrorMessage);
        }
    }

    /// <summary>Gets the trace id for the result. A trace id of the request is repeated unchanged.</summary>
    public static string? TraceIdOf(WorkRequest request, Activity? activity)
        => request.TraceId ?? (activity ?? Activity.Current) switch
        {
            { IdFormat: ActivityIdFormat.W3C } current => current.TraceId.ToHexString(),
            _ => null,
        };

    // A request from a message bus has its trace in a field of its own, not in the ambient activity.
    private static ActivityContext ParentOf(string? traceId)
    {
        if (traceId is null || Activity.Current?.TraceId.ToHexString() == traceId)
        {
            return Activity.Current?.Context ?? default;
        }

        if (ActivityContext.TryParse(traceId, traceState: null, isRemote: true, out ActivityContext parent))
        {
            return parent;
        }

        bool isTraceId = traceId.Length == 32 && !traceId.AsSpan().ContainsAnyExcept(HexDigits) && traceId.AsSpan().ContainsAnyExcept('0');
        return isTraceId
            ? new ActivityContext(ActivityTraceId.CreateFromString(traceId), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true)
            : Activity.Current?.Context ?? default;
    }
}
