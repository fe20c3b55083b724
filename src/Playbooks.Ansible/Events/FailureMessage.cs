using System.Text.Json;

namespace Playbooks.Ansible.Events;

/// <summary>Finds the error message in a task's result. Modules put it in many places.</summary>
internal static class FailureMessage
{
    public const string None = "failed without a message";

    private const int MaximumLength = 2000;
    private const int MaximumItems = 3;

    /// <summary>Gets the message from the task's result.</summary>
    public static string From(JsonElement result, Redactor redactor)
        => TerminalText.Shorten(redactor.Mask(Find(result)), MaximumLength);

    /// <summary>Gets the message from the terminal text, when the event does not have the result.</summary>
    public static string FromText(string text, Redactor redactor)
        => TerminalText.Shorten(redactor.Mask(FindInText(text)), MaximumLength);

    private static string FindInText(string text)
    {
        int arrow = text.IndexOf("=> {", StringComparison.Ordinal);
        if (arrow >= 0)
        {
            int end = text.LastIndexOf('}');
            try
            {
                using JsonDocument document =
                    JsonDocument.Parse(text.AsMemory(arrow + 3, Math.Max(0, end - arrow - 2)));
                return Find(document.RootElement);
            }
            catch (Exception exception) when (exception is JsonException or TemplateException)
            {
                // The text was cut, or is not JSON. Then the text itself is the message.
            }
        }

        return text.Trim() is { Length: > 0 } plain ? plain : None;
    }

    private static string Find(JsonElement result)
    {
        if (result.Text("censored") is { Length: > 0 } censored)
        {
            return censored;
        }

        string message = Plain(result.Find("msg"));
        return FromItems(result)
            ?? FromModules(result, message)
            ?? FromCrash(result, message)
            ?? FromAssertion(result, message)
            ?? FromCommand(result, message)
            ?? (message.Length > 0 ? message : FromElsewhere(result));
    }

    // A loop's own message is "One or more items failed". The messages of the failed items say more.
    private static string? FromItems(JsonElement result)
    {
        if (result.Find("results") is not { ValueKind: JsonValueKind.Array } items)
        {
            return null;
        }

        List<string> failed = [];
        int count = 0;
        foreach (JsonElement item in items.EnumerateArray())
        {
            if ((item.IsTrue("failed") || item.IsTrue("unreachable")) && ++count <= MaximumItems)
            {
                JsonElement name = item.Find("_ansible_item_label") is { ValueKind: not JsonValueKind.Undefined } label
                    ? label
                    : item.Find("item");
                failed.Add($"(item={Plain(name)}) {Find(item)}");
            }
        }

        return count switch
        {
            0 => null,
            <= MaximumItems => string.Join("; ", failed),
            _ => $"{string.Join("; ", failed)}; and {count - MaximumItems} more",
        };
    }

    private static string? FromModules(JsonElement result, string message)
    {
        JsonElement modules = result.Object("failed_modules");
        if (modules.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        IEnumerable<string> details =
            modules.EnumerateObject().Select(module => $"{module.Name}: {Find(module.Value)}");
        return $"{message}: {string.Join("; ", details)}";
    }

    // "MODULE FAILURE\nSee stdout/stderr": the module crashed, and the last line of its traceback is the reason.
    private static string? FromCrash(JsonElement result, string message)
    {
        if (!message.StartsWith("MODULE FAILURE", StringComparison.Ordinal) && result.Text("module_stderr").Length == 0)
        {
            return null;
        }

        foreach (string place in (ReadOnlySpan<string>)["module_stderr", "module_stdout", "exception"])
        {
            // With a terminal, ssh adds a last line to the error output.
            IEnumerable<string> lines = TerminalText.Clean(result.Text(place))
                .Split('\n')
                .Where(line => !line.StartsWith("Shared connection to ", StringComparison.Ordinal));
            if (TerminalText.LastLine(string.Join('\n', lines)) is { Length: > 0 } last)
            {
                return $"module failure: {last}";
            }
        }

        return null;
    }

    private static string? FromAssertion(JsonElement result, string message)
        => message == "Assertion failed" && Plain(result.Find("assertion")) is { Length: > 0 } assertion
            ? $"{message}: {assertion}"
            : null;

    private static string? FromCommand(JsonElement result, string message)
    {
        if (!message.StartsWith("non-zero return code", StringComparison.Ordinal))
        {
            return null;
        }

        string code = Plain(result.Find("rc")) is { Length: > 0 } rc ? $" (rc={rc})" : "";
        string said = Said(result);
        return said.Length == 0 ? message + code : $"{message}{code}: {said}";
    }

    private static string FromElsewhere(JsonElement result)
    {
        IEnumerable<string> candidates =
        [
            Plain(result.Find("message")), Plain(result.Find("reason")), Said(result),
            TerminalText.LastLine(result.Text("exception")), result.Text("module_stdout").Trim(),
        ];
        foreach (string candidate in candidates)
        {
            if (candidate.Length > 0)
            {
                return candidate;
            }
        }

        return Plain(result.Find("rc")) is { Length: > 0 } rc ? $"{None} (rc={rc})" : None;
    }

    private static string Said(JsonElement result)
        => Plain(result.Find("stderr")) is { Length: > 0 } error ? error : Plain(result.Find("stdout"));

    // A message may be a list, a map, a number, empty or missing.
    private static string Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => "",
        JsonValueKind.String => TerminalText.Clean(value.GetString() ?? "").Trim(),
        JsonValueKind.Array => string.Join('\n', value.EnumerateArray().Select(Plain)),
        _ => PlaybookValues.ToText(PlaybookValues.FromJson(value)),
    };
}
