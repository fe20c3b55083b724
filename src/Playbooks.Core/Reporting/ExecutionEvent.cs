using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Playbooks;

/// <summary>Something that happened in a run. The hierarchy is closed.</summary>
public abstract record ExecutionEvent
{
    private protected ExecutionEvent()
    {
    }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The step that it is about; null for the run as a whole.</summary>
    public StepAddress? Address { get; init; }

    /// <summary>How many steps stand above it: 0 at the top.</summary>
    public int Depth => Address?.Depth ?? 0;

    /// <summary>The event as one line of JSON, such as for server-sent events or a file of lines.</summary>
    /// <remarks>
    /// <c>event</c> says its kind, such as <c>step_finished</c>. The reports of nested runs and iterations are left out:
    /// their steps have events of their own, and <see cref="ExecutionReport.ToJson"/> has everything.
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
    /// <summary>The run.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>What runs.</summary>
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
    /// <summary>The attempt that failed, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>Why it failed, secrets masked.</summary>
    public required string Error { get; init; }

    /// <summary>The wait before the next one.</summary>
    public required TimeSpan Delay { get; init; }
}

/// <summary>A step said something.</summary>
public sealed record StepLogged : ExecutionEvent
{
    /// <summary>How important it is.</summary>
    public required LogLevel Level { get; init; }

    /// <summary>What it said, secrets masked.</summary>
    public required string Message { get; init; }
}

/// <summary>A step that takes long said how far it is. Only the newest word counts.</summary>
public sealed record StepProgressed : ExecutionEvent
{
    /// <summary>How far it is, secrets masked.</summary>
    public required string Message { get; init; }
}

/// <summary>A step ended, or was skipped.</summary>
public sealed record StepFinished : ExecutionEvent
{
    /// <summary>What became of it.</summary>
    public required StepReport Report { get; init; }
}

/// <summary>The run ended: the last event.</summary>
public sealed record RunFinished : ExecutionEvent
{
    /// <summary>What became of it.</summary>
    public required ExecutionReport Report { get; init; }
}

/// <summary>The watcher was too slow: so many events before this place were left out, since a run does not wait for its watchers.</summary>
public sealed record EventsDropped : ExecutionEvent
{
    /// <summary>How many.</summary>
    public required long Count { get; init; }
}
