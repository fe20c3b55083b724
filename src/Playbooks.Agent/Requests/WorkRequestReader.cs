using System.Collections.ObjectModel;
using System.Text.Json;

namespace Playbooks.Agent;

/// <summary>Reads requests field by field, so that an error can name the field.</summary>
internal static class WorkRequestReader
{
    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = WorkRequestCheck.MaximumDepth,

        // A check before this one may have read the other of two equal fields.
        AllowDuplicateProperties = false,
    };

    public static WorkRequest Read(ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8Json, Options);
            return Read(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new WorkRequestException("", $"The work request cannot be read as JSON: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // Half of a surrogate pair, or bytes that are not UTF-8: the JSON grammar allows them, but no text contains
            // them.
            throw new WorkRequestException("", "The work request holds a text that is not valid Unicode.", exception);
        }
    }

    /// <summary>
    /// Finds the task id in a request that could not be read, if it has one: its sender waits for an answer.
    /// </summary>
    public static string TaskIdOf(ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8Json, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object && Find(document.RootElement, "task_id") is { ValueKind: JsonValueKind.String } id
                ? id.GetString() ?? ""
                : "";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return "";
        }
    }

    private static WorkRequest Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new WorkRequestException("", $"A work request must be a JSON object, not {ValueText.Describe(PlaybookValues.FromJson(root))}.");
        }

        return new WorkRequest
        {
            TaskId = Text(root, "task_id") ?? throw Missing("task_id", "a text that names this piece of work"),
            WorkType = Text(root, "work_type") ?? throw Missing("work_type", "a text such as 'run_playbook'"),
            Parameters = Map(root, "parameters"),
            Hints = Map(root, "hints"),
            RequestId = Text(root, "request_id"),
            TraceId = Text(root, "trace_id"),
            Priority = Priority(root),
            ConcurrencyKey = Text(root, "concurrency_key"),
        };
    }

    private static string? Text(JsonElement root, string name) => Find(root, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => throw Wrong(name, "a text", other),
    };

    private static IReadOnlyDictionary<string, object?> Map(JsonElement root, string name) => Find(root, name) switch
    {
        null => ReadOnlyDictionary<string, object?>.Empty,
        { ValueKind: JsonValueKind.Object } map => (IReadOnlyDictionary<string, object?>)PlaybookValues.FromJson(map)!,
        { } other => throw Wrong(name, "an object", other),
    };

    private static int Priority(JsonElement root) => Find(root, "priority") switch
    {
        null => WorkRequest.DefaultPriority,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out int priority) => priority,
        { } other => throw Wrong("priority", "a whole number from 1 to 5", other),
    };

    // A field whose value is null counts as missing.
    private static JsonElement? Find(JsonElement root, string name)
        => root.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static WorkRequestException Missing(string name, string expected) => new(name, $"{name} is missing: give {expected}.");

    private static WorkRequestException Wrong(string name, string expected, JsonElement value)
        => new(name, $"{name} must be {expected}, not {ValueText.Describe(PlaybookValues.FromJson(value))}.");
}
