using System.Text.Json;
using Playbooks.Ansible.Events;

namespace Playbooks.Agent;

/// <summary>Reads the output of <c>ansible-lint -f json</c>: a list in the format of Code Climate.</summary>
internal static class LintOutput
{
    private const int LongestMessage = 500;

    /// <summary>Reads the list into an analysis.</summary>
    /// <exception cref="JsonException">The text is not such a list.</exception>
    public static PlaybookAnalysis Read(ReadOnlyMemory<byte> utf8Json, string playbook, int maximumFindings)
    {
        using JsonDocument document = JsonDocument.Parse(utf8Json);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            throw new JsonException("ansible-lint printed no list.");
        }

        Dictionary<FindingGroup, List<PlaybookFinding>> groups = Enum.GetValues<FindingGroup>().ToDictionary(group => group, _ => new List<PlaybookFinding>());
        foreach (JsonElement issue in document.RootElement.EnumerateArray().Take(maximumFindings))
        {
            string[] categories = Child(issue, "categories") is { ValueKind: JsonValueKind.Array } list
                ? [.. list.EnumerateArray().Select(category => category.ToString())]
                : [];
            string name = Text(issue, "check_name");
            LintRule rule = LintRule.Find(name, categories);
            groups[rule.Group].Add(Finding(issue, name, rule));
        }

        int count = document.RootElement.GetArrayLength();
        return new PlaybookAnalysis
        {
            Playbook = playbook,
            FindingCount = count,
            LeftOut = Math.Max(0, count - maximumFindings),
            Idempotency = groups[FindingGroup.Idempotency],
            ErrorHandling = groups[FindingGroup.ErrorHandling],
            Performance = groups[FindingGroup.Performance],
            BestPractices = groups[FindingGroup.BestPractices],
            Standards = groups[FindingGroup.Standards],
        };
    }

    private static PlaybookFinding Finding(JsonElement issue, string name, LintRule rule)
    {
        JsonElement location = Child(issue, "location");
        string details = Text(Child(issue, "content"), "body");
        string message = details.Length > 0 ? $"{Text(issue, "description")} ({details})" : Text(issue, "description");
        return new PlaybookFinding
        {
            Rule = name,
            File = Text(location, "path"),
            Line = Line(location),
            Severity = Text(issue, "severity"),
            Message = TerminalText.Shorten(message, LongestMessage),
            Reason = rule.Reason,
        };
    }

    // {"lines": {"begin": 3}} or, where the column is known, {"positions": {"begin": {"line": 3, "column": 5}}}.
    private static int Line(JsonElement location)
    {
        JsonElement begin = Child(Child(location, "lines"), "begin");
        JsonElement line = begin.ValueKind == JsonValueKind.Undefined ? Child(Child(Child(location, "positions"), "begin"), "line") : begin;
        return line.ValueKind == JsonValueKind.Number && line.TryGetInt32(out int number) && number > 0 ? number : 1;
    }

    private static JsonElement Child(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement child) ? child : default;

    private static string Text(JsonElement element, string name) => Child(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() ?? "" : "";
}
