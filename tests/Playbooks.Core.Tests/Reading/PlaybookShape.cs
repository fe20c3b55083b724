using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Playbooks.Tests.Reading;

/// <summary>All of a playbook but its places, as text: two playbooks are equal when it is.</summary>
internal static class PlaybookShape
{
    public static string Of(Playbook playbook)
    {
        StringBuilder text = new();
        Line(text, "playbook", playbook.Name, playbook.Version, playbook.Description, playbook.Domain, playbook.Group);
        foreach (PlaybookParameter parameter in playbook.Parameters)
        {
            Line(text, "parameter", parameter.Name, parameter.Type, parameter.Required, parameter.Description, parameter.Pattern, parameter.Minimum, parameter.Maximum, parameter.Secret, parameter.Items);
            Line(text, "default", parameter.Default);
            Line(text, "enum", [.. parameter.Allowed]);
        }

        Steps(text, playbook.Steps);
        Line(text, "finally", playbook.Finally.Count);
        Steps(text, playbook.Finally);
        foreach (PlaybookOutput output in playbook.Outputs)
        {
            Line(text, "output", output.Name, output.Value);
        }

        Line(text, "metadata", playbook.Metadata);
        return text.ToString();
    }

    /// <summary>The first line in which two playbooks differ; null when they are equal.</summary>
    public static string? FirstDifference(Playbook actual, Playbook expected)
    {
        string[] lines = Of(actual).Split('\n');
        string[] wanted = Of(expected).Split('\n');
        int line = lines.Zip(wanted).TakeWhile(pair => pair.First == pair.Second).Count();
        return line == lines.Length && line == wanted.Length ? null : $"{lines.ElementAtOrDefault(line)}\ninstead of\n{wanted.ElementAtOrDefault(line)}";
    }

    private static void Steps(StringBuilder text, IReadOnlyList<PlaybookStep> steps)
    {
        foreach (PlaybookStep step in steps)
        {
            Line(text, "step", step.Id, step.Name, step.Description, step.Type, step.Parameters, step.When, step.ForEach, step.MaximumParallel, step.Timeout?.Ticks);
            Line(text, "retry", step.Retry.Count, step.Retry.Delay.Ticks, step.Retry.Backoff, step.OnFailure, step.Repeatable);
            Line(text, "rollback", step.Rollback.Count);
            Steps(text, step.Rollback);
        }
    }

    private static void Line(StringBuilder text, string what, params object?[] values)
        => text.Append(what).Append(": ").AppendJoin(", ", values.Select(Value)).Append('\n');

    private static string Value(object? value) => value switch
    {
        null => "null",
        string text => JsonSerializer.Serialize(text),
        double number => $"float {number.ToString("R", CultureInfo.InvariantCulture)}",
        ScalarValue { Value: null } => "null",
        ScalarValue { Value: string text } => Value(text),
        ScalarValue scalar => $"scalar {scalar.Text} {Value(scalar.Value)}",
        ListValue list => $"[{string.Join(", ", list.Items.Select(Value))}]",
        MapValue map => $"{{{string.Join(", ", map.Entries.Select(entry => $"{Value(entry.Key)}: {Value(entry.Value)}"))}}}",
        IReadOnlyList<object?> list => $"[{string.Join(", ", list.Select(Value))}]",
        IReadOnlyDictionary<string, object?> map => $"{{{string.Join(", ", map.Select(entry => $"{Value(entry.Key)}: {Value(entry.Value)}"))}}}",
        _ => $"{value.GetType().Name} {Convert.ToString(value, CultureInfo.InvariantCulture)}",
    };
}
