using System.Text.Json;
using Playbooks.Storage;

namespace Playbooks.Cli;

/// <summary>Writes a run of the history for people.</summary>
internal static class ShowText
{
    public static async Task WriteAsync(
        Session session, StoredRun run, DateTimeOffset now, IReadOnlyList<string> doubts, ExecutionReport report, bool expand)
    {
        TextWriter text = session.Text;
        void Line(string name, string? value)
        {
            if (value is not null)
            {
                text.WriteLine(PrintableText.Line($"{name,-11}{value}"));
            }
        }

        Line("run", run.ExecutionId);
        Line("playbook", run.Playbook);
        Line("status", run.StateAt(now).Replace('_', ' '));
        Line("started", $"{run.StartedAt.ToLocalTime():yyyy-MM-dd HH:mm:ss}");
        Line("took", run.EndedAt is DateTimeOffset end ? Elapsed.Text(end - run.StartedAt) : null);
        Line("rerun of", run.RerunOf);
        WriteMap(Line, "given", run.Parameters);
        WriteMap(Line, "outputs", run.Outputs);
        Line("error", run.Error);
        await text.WriteLineAsync();
        WriteSteps(text, report, expand, depth: 0, doubts);
        if (run.NeedsAttention(now))
        {
            await text.WriteLineAsync();
            HintText.Write(text, session.Hints.Continue(run.ExecutionId, doubts));
        }
    }

    private static void WriteMap(Action<string, string?> line, string name, string? json)
    {
        if (json is null)
        {
            return;
        }

        using JsonDocument document = JsonDocument.Parse(json);
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            line(name, $"{property.Name}={PlaybookValues.ToText(PlaybookValues.FromJson(property.Value))}");
            name = "";
        }
    }

    private static void WriteSteps(TextWriter text, ExecutionReport report, bool expand, int depth, IReadOnlyList<string> doubts)
    {
        foreach (StepReport step in report.Steps.Concat(report.Rollback).Concat(report.Finally))
        {
            WriteStep(text, step, expand, depth, doubts);
        }
    }

    private static void WriteStep(TextWriter text, StepReport step, bool expand, int depth, IReadOnlyList<string> doubts)
    {
        string address = step.Address.ToString();
        string label = doubts.Contains(address, StringComparer.Ordinal) ? "DOUBT?" : StepText.Label(step);
        text.WriteLine(PrintableText.Line($"[{label}] {new string(' ', 2 * depth)}{address}: {StepText.End(step)}"));
        if (!expand)
        {
            return;
        }

        foreach (StepReport iteration in step.Iterations ?? [])
        {
            WriteStep(text, iteration, expand, depth + 1, doubts);
        }

        if (step.Nested is ExecutionReport nested)
        {
            WriteSteps(text, nested, expand, depth + 1, doubts);
        }
    }
}
