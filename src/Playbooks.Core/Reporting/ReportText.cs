using System.Globalization;
using System.Text;

namespace Playbooks;

/// <summary>
/// Writes a report for people: a line for each step, then the rollback steps, then the <c>finally</c> steps.
/// </summary>
internal sealed class ReportText
{
    private readonly StringBuilder _text = new();
    private readonly bool _expand;

    private ReportText(bool expand) => _expand = expand;

    public static string Write(ExecutionReport report, bool expand)
    {
        ReportText text = new(expand);
        text.WriteReport(report, indent: 0);
        return text._text.ToString();
    }

    private void WriteReport(ExecutionReport report, int indent)
    {
        string check = report.IsCheck ? " (check mode: nothing was changed)" : "";
        string status = $"{Words(report.Status)}{check} after {Seconds(report.Duration)}";
        Line(indent, $"{report.Playbook}: {status}{Because(report.Error)}");
        Line(indent + 2, $"{Count(report.Steps.Count, "step")}: {Figures(report.Counts)}");
        foreach (StepReport step in report.Steps)
        {
            WriteStep(step, indent + 2);
        }

        foreach (StepReport step in report.Rollback)
        {
            string label = step.Status switch
            {
                StepStatus.Completed => "undone",
                StepStatus.Skipped => "nothing to undo",
                _ => "NOT undone",
            };
            Line(indent + 2, $"{label}: {step.Address} ({Seconds(step.Duration)}){Because(step.Error)}");
        }

        foreach (StepReport step in report.Finally)
        {
            WriteStep(step, indent + 2, "finally ");
        }
    }

    private void WriteStep(StepReport step, int indent, string prefix = "")
    {
        string name = step.Address.Key is not null ? $"{step.Id}[{step.Address.Key}]"
            : step.Name == step.Id ? step.Id
            : $"{step.Id}, {step.Name}";
        string attempts = step.Attempts > 1 ? $", {step.Attempts} attempts" : "";
        string took = step.WasStarted ? $" ({Seconds(step.Duration)}{attempts})" : "";
        string iterations = step.Iterations is null
            ? ""
            : $", {Count(step.Iterations.Count, "iteration")}: {Figures(StepCounts.Of(step.Iterations))}";
        Line(indent, $"{prefix}{Words(step)}: {name}{took}{iterations}{Because(step.Error)}");
        foreach (StepReport iteration in
            step.Iterations?.Where(one => _expand || one.Status == StepStatus.Failed) ?? [])
        {
            WriteStep(iteration, indent + 2);
        }

        if (_expand && step.Nested is not null)
        {
            WriteReport(step.Nested, indent + 2);
        }
    }

    private static string Figures(StepCounts counts)
    {
        int others = counts.Total - counts.Completed - counts.Failed - counts.Skipped;
        string rest = others == 0 ? "" : $", {others} not run to their end";
        return $"{counts.Completed} completed, {counts.Failed} failed, {counts.Skipped} skipped{rest}";
    }

    private static string Words(ExecutionStatus status)
        => status == ExecutionStatus.TimedOut ? "timed out" : status.ToString().ToLowerInvariant();

    private static string Words(StepReport step) => step.TimedOut ? "timed out"
        : step.Status == StepStatus.Pending ? "not reached"
        : step.Status.ToString().ToLowerInvariant();

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture);

    private static string Because(string? error) => error is null ? "" : $": {error}";

    private void Line(int indent, string line)
        => _text.Append(' ', indent).Append(PrintableText.Line(line)).Append('\n');
}
