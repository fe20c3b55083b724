using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Playbooks.Agent;

/// <summary>
/// One piece of work for an <see cref="InfrastructureAgent"/>. In JSON, its fields are in snake case.
/// </summary>
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

    /// <summary>The id of this piece of work, which is done once, however often it is requested.</summary>
    /// <value>1 to 256 characters without control characters.</value>
    public required string TaskId { get; init; }

    /// <summary>The work type, such as <c>run_playbook</c>.</summary>
    public required string WorkType { get; init; }

    /// <summary>The parameters of the work type; its handler documents them.</summary>
    /// <value>null, <see cref="bool"/>, numbers, <see cref="string"/>, <see cref="Secret"/>, lists and string-keyed
    /// maps of them.</value>
    [JsonConverter(typeof(PlaybookValuesJsonConverter))]
    public IReadOnlyDictionary<string, object?> Parameters { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>
    /// Hints that may help with the work but do not change it. Senders and handlers are free in their use.
    /// </summary>
    [JsonConverter(typeof(PlaybookValuesJsonConverter))]
    public IReadOnlyDictionary<string, object?> Hints { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>The id of the request that the work belongs to. The result repeats it.</summary>
    public string? RequestId { get; init; }

    /// <summary>
    /// The trace that the work belongs to. The result repeats it. A W3C trace id or <c>traceparent</c> becomes the
    /// parent of the work's spans.
    /// </summary>
    public string? TraceId { get; init; }

    /// <summary>The priority in a queue.</summary>
    /// <value>1, the most urgent, to 5.</value>
    public int Priority { get; init; } = DefaultPriority;

    /// <summary>
    /// The concurrency key: a queue never does two works with the same key at the same time. null for no such bound.
    /// </summary>
    public string? ConcurrencyKey { get; init; }

    /// <summary>Reads a request. Unknown fields are ignored; a field of a wrong type is an error.</summary>
    /// <param name="json">The JSON text.</param>
    /// <exception cref="WorkRequestException">It is not a request; the exception names the field.</exception>
    public static WorkRequest FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return WorkRequestReader.Read(System.Text.Encoding.UTF8.GetBytes(json));
    }

    /// <summary>Reads a request. Unknown fields are ignored; a field of a wrong type is an error.</summary>
    /// <param name="utf8Json">The JSON text, in UTF-8.</param>
    /// <exception cref="WorkRequestException">It is not a request; the exception names the field.</exception>
    public static WorkRequest FromJson(ReadOnlyMemory<byte> utf8Json) => WorkRequestReader.Read(utf8Json);

    /// <summary>
    /// Writes the request as one JSON object. Secrets become <c>***</c>, so such a request cannot be read back whole.
    /// </summary>
    public string ToJson() => JsonSerializer.Serialize(this, RequestJson.Readable.WorkRequest);
}
