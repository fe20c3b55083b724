using System.Text;

namespace Playbooks.Tests.Execution.Durable;

/// <summary>A report as text, without what differs from run to run: ids and times.</summary>
internal static class Shape
{
    public static string Of(ExecutionReport report, bool withTimes = false)
    {
        StringBuilder text = new();
        Write(text, report, 0, withTimes);
        return text.ToString();
    }

    private static void Write(StringBuilder text, ExecutionReport report, int depth, bool withTimes)
    {
        Line(text, depth, $"{report.Playbook} {report.Status} {report.Error} {PlaybookValues.ToJson(report.Outputs)}{(withTimes ? $" {report.StartedAt:O} {report.Duration}" : "")}");
        Write(text, report.Steps, depth + 1, withTimes);
        Line(text, depth, "rollback:");
        Write(text, report.Rollback, depth + 1, withTimes);
        Line(text, depth, "finally:");
        Write(text, report.Finally, depth + 1, withTimes);
    }

    private static void Write(StringBuilder text, IEnumerable<StepReport> steps, int depth, bool withTimes)
    {
        foreach (StepReport step in steps)
        {
            Line(text, depth, $"{step.Address} '{step.Name}' {step.Type} {step.Status} x{step.Attempts} {step.Error} {PlaybookValues.ToJson(step.Outputs)}{(step.TimedOut ? " timed out" : "")}{(withTimes ? $" {step.StartedAt:O} {step.Duration}" : "")}");
            if (step.Iterations is not null)
            {
                Line(text, depth, $"{step.Iterations.Count} iterations:");
                Write(text, step.Iterations, depth + 1, withTimes);
            }

            if (step.Nested is not null)
            {
                Write(text, step.Nested, depth + 1, withTimes);
            }
        }
    }

    private static void Line(StringBuilder text, int depth, string line) => text.Append(' ', depth * 2).Append(line).Append('\n');
}
