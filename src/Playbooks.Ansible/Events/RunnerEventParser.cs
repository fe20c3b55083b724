using System.Text.Json;

namespace Playbooks.Ansible.Events;

/// <summary>Reads one event in the form that <c>ansible-runner</c> gives it, in a file of its own or as a line.</summary>
internal static class RunnerEventParser
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 512 };

    /// <summary>The event, or null when the text is none.</summary>
    /// <param name="json">May be written to: what only Python calls JSON is made JSON in place.</param>
    /// <param name="runnerIdent">The run that it must belong to; null for any.</param>
    public static AnsibleEvent? TryParse(Memory<byte> json, string? runnerIdent)
    {
        if (!json.Span.TrimStart(" \t\r\n"u8).StartsWith("{"u8))
        {
            return null;
        }

        PythonJson.Repair(json.Span);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Options);
            JsonElement root = document.RootElement;
            return IsEvent(root, runnerIdent) ? Read(root) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A line that was cut off, or one that a plugin printed: not an event.
            return null;
        }
    }

    private static bool IsEvent(JsonElement root, string? runnerIdent)
        => root.Text("uuid").Length > 0
            && root.TryGetProperty("counter", out JsonElement counter)
            && counter.ValueKind == JsonValueKind.Number
            && root.Text("runner_ident") is { Length: > 0 } ident
            && (runnerIdent is null || ident == runnerIdent);

    private static AnsibleEvent Read(JsonElement root)
    {
        JsonElement data = root.Object("event_data");
        AnsibleEventKind kind = Kind(root.Text("event"));
        switch (kind)
        {
            case AnsibleEventKind.Other:
                return new AnsibleEvent { Kind = kind };
            case AnsibleEventKind.Text:
                return new AnsibleEvent { Kind = kind, Text = TerminalText.Clean(root.Text("stdout")) };
            case AnsibleEventKind.Statistics:
                return new AnsibleEvent
                {
                    Kind = kind,
                    Statistics = StatisticsParser.Read(data),
                    CustomStats = PlaybookValues.FromJson(data.Object("artifact_data")) as IReadOnlyDictionary<string, object?> ?? new Dictionary<string, object?>(StringComparer.Ordinal),
                };
            case AnsibleEventKind.TaskStart:
                return new AnsibleEvent { Kind = kind, TaskId = data.Text("task_uuid"), Task = data.Text("name") };
            case AnsibleEventKind.Include:
                return new AnsibleEvent { Kind = kind, Hosts = IncludedHosts(data.Text("included_file"), TerminalText.Clean(root.Text("stdout")).Trim()) };
            default:
                return ReadResult(kind, root, data);
        }
    }

    private static AnsibleEvent ReadResult(AnsibleEventKind kind, JsonElement root, JsonElement data)
    {
        JsonElement result = data.Object("res");
        bool isEmpty = result.ValueKind != JsonValueKind.Object || !result.EnumerateObject().MoveNext();

        // The terminal text is as long as the result, so it is only made a string where it says something that the result does not.
        bool isFailure = kind is AnsibleEventKind.Failed or AnsibleEventKind.Unreachable;
        string text = isFailure || isEmpty ? TerminalText.Clean(root.Text("stdout")) : "";
        return new AnsibleEvent
        {
            Kind = kind,
            Host = data.Text("host"),
            Task = data.Text("task"),
            TaskId = data.Text("task_uuid"),
            Action = Action(data),
            Changed = isEmpty ? SaysChanged(text) : result.IsTrue("changed"),
            IsIgnored = kind switch
            {
                AnsibleEventKind.Failed => data.IsTrue("ignore_errors"),
                AnsibleEventKind.Unreachable => text.TrimEnd().EndsWith("...ignoring", StringComparison.Ordinal),
                _ => false,
            },
            Message = isFailure ? FailureMessage.From(isEmpty ? default : result, text) : "",
        };
    }

    private static AnsibleEventKind Kind(string name) => name switch
    {
        "playbook_on_task_start" or "playbook_on_handler_task_start" => AnsibleEventKind.TaskStart,
        "runner_on_ok" => AnsibleEventKind.Ok,
        "runner_on_failed" => AnsibleEventKind.Failed,
        "runner_on_unreachable" => AnsibleEventKind.Unreachable,
        "runner_on_skipped" => AnsibleEventKind.Skipped,
        "playbook_on_include" => AnsibleEventKind.Include,
        "playbook_on_stats" => AnsibleEventKind.Statistics,
        "verbose" or "warning" or "deprecated" or "error" or "system_warning" => AnsibleEventKind.Text,
        _ => AnsibleEventKind.Other,
    };

    private static string Action(JsonElement data)
    {
        string action = data.Text("resolved_action") is { Length: > 0 } resolved ? resolved : data.Text("task_action");
        foreach (string prefix in (ReadOnlySpan<string>)["ansible.builtin.", "ansible.legacy."])
        {
            if (action.StartsWith(prefix, StringComparison.Ordinal))
            {
                return action[prefix.Length..];
            }
        }

        return action;
    }

    // A result that was too long is left out of its event; the terminal text still begins with what became of it.
    private static bool SaysChanged(string text)
        => text.AsSpan().TrimStart().StartsWith("changed: [", StringComparison.Ordinal)
            || text.Contains("\"changed\": true", StringComparison.Ordinal);

    // An include's hosts are nowhere but in "included: FILE for h1, h2 => (item=a)".
    private static string[] IncludedHosts(string file, string text)
    {
        string known = $"included: {file} for ";
        int start = text.StartsWith(known, StringComparison.Ordinal)
            ? known.Length
            : text.LastIndexOf(" for ", StringComparison.Ordinal) is >= 0 and int at ? at + " for ".Length : text.Length;
        string hosts = text[start..];
        int item = hosts.IndexOf(" => (item=", StringComparison.Ordinal);
        return (item < 0 ? hosts : hosts[..item]).Split(", ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
