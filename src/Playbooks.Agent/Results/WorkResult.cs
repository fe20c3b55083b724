using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Playbooks.Agent;

/// <summary>What came of one piece of work. Nothing in it holds a secret that the request marked as one.</summary>
public sealed record WorkResult
{
    /// <summary>The request's task id; empty when the request had none that could be read.</summary>
    public required string TaskId { get; init; }

    /// <summary>How it ended.</summary>
    public required WorkStatus Status { get; init; }

    /// <summary>The exit code of what was run; null when nothing was, or when it was stopped.</summary>
    public int? ExitCode { get; init; }

    /// <summary>What the work gave, as JSON text; each work type says of which form. null when it gave nothing.</summary>
    public string? Output { get; init; }

    /// <summary>Why it failed or was stopped; never null then.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>How long it took.</summary>
    /// <value>In milliseconds.</value>
    public long DurationMs { get; init; }

    /// <summary>The agent that did it.</summary>
    public required string AgentId { get; init; }

    /// <summary>The request's trace id, or that of the span under which it was done; null when there is neither.</summary>
    public string? TraceId { get; init; }

    /// <summary>The request's request id.</summary>
    public string? RequestId { get; init; }

    /// <summary>What it took or touched, such as <c>changed_count</c> and <c>hosts</c>.</summary>
    [JsonConverter(typeof(PlaybookValuesJsonConverter))]
    public IReadOnlyDictionary<string, object?> ResourcesUsed { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>Whether the status is <see cref="WorkStatus.Completed"/>.</summary>
    [JsonIgnore]
    public bool IsCompleted => Status == WorkStatus.Completed;

    /// <summary>Reads a result as <see cref="ToJson"/> writes it.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static WorkResult FromJson(string json)
        => JsonSerializer.Deserialize(json, ResultJson.Readable.WorkResult) ?? throw new JsonException("The text holds no work result.");

    /// <summary>The result as one JSON object, in snake case.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ResultJson.Readable.WorkResult);
}
