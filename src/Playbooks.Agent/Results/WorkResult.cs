using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Playbooks.Agent;

/// <summary>The result of one piece of work. It contains no secret that the request marked as one.</summary>
public sealed record WorkResult
{
    /// <summary>The request's task id; empty when it could not be read.</summary>
    public required string TaskId { get; init; }

    /// <summary>The status of the work.</summary>
    public required WorkStatus Status { get; init; }

    /// <summary>The exit code of the program that was run; null when there was none, or when it was stopped.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The output as JSON text, in the form of the work type; null when there is none.</summary>
    public string? Output { get; init; }

    /// <summary>The reason why the work failed or was stopped. It is always set then.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The duration of the work.</summary>
    /// <value>In milliseconds.</value>
    public long DurationMs { get; init; }

    /// <summary>The agent that did the work.</summary>
    public required string AgentId { get; init; }

    /// <summary>The request's trace id, or that of the span around the work; null when there is neither.</summary>
    public string? TraceId { get; init; }

    /// <summary>The request's request id.</summary>
    public string? RequestId { get; init; }

    /// <summary>Figures about the run, such as <c>changed_count</c> and <c>hosts</c>.</summary>
    [JsonConverter(typeof(PlaybookValuesJsonConverter))]
    public IReadOnlyDictionary<string, object?> ResourcesUsed { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>True when the status is <see cref="WorkStatus.Completed"/>.</summary>
    [JsonIgnore]
    public bool IsCompleted => Status == WorkStatus.Completed;

    /// <summary>Reads a result that <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not a result.</exception>
    public static WorkResult FromJson(string json)
        => JsonSerializer.Deserialize(json, ResultJson.Readable.WorkResult) ?? throw new JsonException("The text holds no work result.");

    /// <summary>Writes the result as one JSON object, in snake case.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ResultJson.Readable.WorkResult);
}
