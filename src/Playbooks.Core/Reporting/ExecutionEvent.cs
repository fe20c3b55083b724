using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Playbooks;

/// <summary>An event of a run. The hierarchy is closed.</summary>
public abstract record ExecutionEvent
{
    private protected ExecutionEvent()
    {
    }

    /// <summary>The time of the event, in UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The step that the event is about; null for the run as a whole.</summary>
    public StepAddress? Address { get; init; }

    /// <summary>The number of steps above the event's step: 0 at the top.</summary>
    public int Depth => Address?.Depth ?? 0;

    /// <summary>Writes the event as one line of JSON, for example for server-sent events or a file of lines.</summary>
    /// <remarks>
    /// <c>event</c> is the event's kind, such as <c>step_finished</c>. The reports of nested runs and iterations are
    /// left out: their steps have events of their own, and <see cref="ExecutionReport.ToJson"/> has everything.
    /// </remarks>
    public string ToJson() => JsonText.Object(WriteJson, indented: false);

    /// <summary>Writes the properties of <see cref="ToJson"/> into the open JSON object.</summary>
    public void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ExecutionEventJson.Write(writer, this);
    }
}

/// <summary>The run began.</summary>
public sealed record RunStarted : ExecutionEvent
{
    /// <summary>The id of the run.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>The plan that runs.</summary>
    public required PlaybookPlan Plan { get; init; }
}

/// <summary>A step began.</summary>
public sealed record StepStarted : ExecutionEvent
{
    /// <summary>The step.</summary>
    public required PlannedStep Step { get; init; }
}

/// <summary>An attempt at a step failed, and another one follows.</summary>
public sealed record StepRetrying : ExecutionEvent
{
    /// <summary>The number of the failed attempt, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>The error, secrets masked.</summary>
    public required string Error { get; init; }

    /// <summary>The wait before the next attempt.</summary>
    public required TimeSpan Delay { get; init; }
}

/// <summary>A step logged a message.</summary>
public sealed record StepLogged : ExecutionEvent
{
    /// <summary>The severity of the message.</summary>
    public required LogLevel Level { get; init; }

    /// <summary>The message, secrets masked.</summary>
    public required string Message { get; init; }
}

/// <summary>A step that takes long reported its progress. Only the newest message matters.</summary>
public sealed record StepProgressed : ExecutionEvent
{
    /// <summary>The progress, secrets masked.</summary>
    public required string Message { get; init; }
}

/// <summary>A step ended, or was skipped.</summary>
public sealed record StepFinished : ExecutionEvent
{
    /// <summary>The step's report.</summary>
    public required StepReport Report { get; init; }
}

/// <summary>The run ended: the last event.</summary>
public sealed record RunFinished : ExecutionEvent
{
    /// <summary>The run's report.</summary>
    public required ExecutionReport Report { get; init; }
}

/// <summary>
/// The watcher was too slow: events before this one were left out, since a run does not wait for its watchers.
/// </summary>
public sealed record EventsDropped : ExecutionEvent
{
    /// <summary>The number of events that were left out.</summary>
    public required long Count { get; init; }
}
