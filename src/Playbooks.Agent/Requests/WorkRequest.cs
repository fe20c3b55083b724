using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Playbooks.Agent;

/// <summary>One piece of work for an <see cref="InfrastructureAgent"/>. In JSON, its fields are in snake case.</summary>
/// <example>
/// <code>
/// WorkRequest request = WorkRequest.FromJson("""
///     { "task_id": "42", "work_type": "run_playbook", "parameters": { "playbook_path": "site.yml" } }
///     """);
/// </code>
/// </example>
public sealed record WorkRequest
{
    /// <summary>The priority of a request that names none: 3.</summary>
    public const int DefaultPriority = 3;

    /// <summary>Names this piece of work: it is done once, however often it is asked for.</summary>
    /// <value>1 to 256 characters, no control characters among them.</value>
    public required string TaskId { get; init; }

    /// <summary>What kind of work it is, such as <c>run_playbook</c>.</summary>
    public required string WorkType { get; init; }

    /// <summary>What the kind of work takes; each handler says what.</summary>
    /// <value>null, <see cref="bool"/>, numbers, <see cref="string"/>, <see cref="Secret"/>, lists and string-keyed maps of them.</value>
    [JsonConverter(typeof(PlaybookValuesJsonConverter))]
    public IReadOnlyDictionary<string, object?> Parameters { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>What may help to do the work, but does not change what it is: free for whoever sends and handles it.</summary>
    [JsonConverter(typeof(PlaybookValuesJsonConverter))]
    public IReadOnlyDictionary<string, object?> Hints { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>Names the request that the work belongs to. It comes back in the result.</summary>
    public string? RequestId { get; init; }

    /// <summary>The trace that the work belongs to. It comes back in the result; a trace id or <c>traceparent</c> in the form of the W3C becomes the parent of the work's spans.</summary>
    public string? TraceId { get; init; }

    /// <summary>How urgent it is, for a queue.</summary>
    /// <value>1, the most urgent, to 5.</value>
    public int Priority { get; init; } = DefaultPriority;

    /// <summary>For a queue: works with the same key are not done at the same time. null for no such bound.</summary>
    public string? ConcurrencyKey { get; init; }

    /// <summary>Reads a request. Fields that it does not know are left out; a field of a wrong type is not.</summary>
    /// <param name="json">The JSON text.</param>
    /// <exception cref="WorkRequestException">It is no request; the exception names the field.</exception>
    public static WorkRequest FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return WorkRequestReader.Read(System.Text.Encoding.UTF8.GetBytes(json));
    }

    /// <summary>Reads a request. Fields that it does not know are left out; a field of a wrong type is not.</summary>
    /// <param name="utf8Json">The JSON text, in UTF-8.</param>
    /// <exception cref="WorkRequestException">It is no request; the exception names the field.</exception>
    public static WorkRequest FromJson(ReadOnlyMemory<byte> utf8Json) => WorkRequestReader.Read(utf8Json);

    /// <summary>The request as one JSON object. Secrets are written as <c>***</c>: such a request cannot be read back whole.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RequestJson.Readable.WorkRequest);
}
