using System.Globalization;
using System.Text;

namespace Playbooks.Ansible;

/// <summary>Writes a summary as text for people.</summary>
internal sealed class SummaryText
{
    private const int MaximumHosts = 50;
    private const int MaximumFailures = 20;
    private const int LongestName = 40;

    private readonly StringBuilder _text = new();

    private SummaryText()
    {
    }

    public static string Write(ExecutionSummary summary)
    {
        SummaryText text = new();
        text.WriteHead(summary);
        text.WriteHosts(summary);
        text.WriteFailures(summary);
        text.WriteList("errors of the run", summary.RunErrors);
        if (summary.Failures.Count == 0)
        {
            // With failures, the key errors repeat them.
            text.WriteList("errors", [.. summary.KeyErrors.Except(summary.RunErrors, StringComparer.Ordinal)]);
        }

        text.WriteList("warnings", summary.Warnings);
        text.WriteList(
            "slowest tasks",
            [.. summary.SlowestTasks.Select(task => $"{Seconds(task.DurationMs)} {task.Task} on {task.Host}")]);
        return text._text.ToString();
    }

    private void WriteHead(ExecutionSummary summary)
    {
        string code = summary.ExitCode is { } exitCode
            ? string.Create(CultureInfo.InvariantCulture, $", exit code {exitCode}")
            : "";
        string status = summary.Status == AnsibleRunStatus.Timeout
            ? "timed out"
            : summary.Status.ToString().ToLowerInvariant();
        Line(0, $"{status} after {Seconds(summary.DurationMs)}{code}");
        Line(0, string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.OkCount} ok, {summary.ChangedCount} changed, {summary.FailedCount} failed, "
                + $"{summary.UnreachableCount} unreachable, {summary.SkippedCount} skipped, {summary.RescuedCount} "
                + $"rescued, {summary.IgnoredCount} ignored"));
    }

    private void WriteHosts(ExecutionSummary summary)
    {
        if (summary.HostsSummary.Count == 0)
        {
            return;
        }

        // Failed hosts first: only so many hosts are shown.
        List<KeyValuePair<string, HostSummary>> hosts = [.. summary.HostsSummary
            .OrderBy(host => host.Value.Failures + host.Value.Unreachable == 0)
            .ThenBy(host => host.Key, StringComparer.Ordinal)
            .Take(MaximumHosts)];
        int width = Math.Min(LongestName, hosts.Max(host => host.Key.Length));
        Line(0, "hosts:");
        foreach ((string name, HostSummary host) in hosts)
        {
            Line(2, string.Create(
                CultureInfo.InvariantCulture,
                $"{name.PadRight(width)}  ok={host.Ok,-4} changed={host.Changed,-4} failed={host.Failures,-4} "
                    + $"unreachable={host.Unreachable,-4} skipped={host.Skipped,-4} rescued={host.Rescued,-4} "
                    + $"ignored={host.Ignored}"));
        }

        More(summary.HostsSummary.Count - hosts.Count);
    }

    private void WriteFailures(ExecutionSummary summary)
    {
        if (summary.Failures.Count == 0)
        {
            return;
        }

        Line(0, "failures:");
        foreach (TaskFailure failure in summary.Failures.Take(MaximumFailures))
        {
            string where = failure.Location is null ? "" : $" ({failure.Location})";
            Line(2, $"{failure.Host}: "
                + $"{failure.Task}{where}{(failure.Kind == TaskFailureKind.Unreachable ? ", unreachable" : "")}");
            foreach (ReadOnlySpan<char> line in failure.Message.AsSpan().EnumerateLines())
            {
                Line(6, line.ToString());
            }
        }

        More(summary.Failures.Count - Math.Min(summary.Failures.Count, MaximumFailures) + summary.FailuresOmitted);
    }

    private void WriteList(string title, IReadOnlyList<string> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        Line(0, $"{title}:");
        foreach (string entry in entries)
        {
            int indent = 2;
            foreach (ReadOnlySpan<char> line in entry.AsSpan().EnumerateLines())
            {
                Line(indent, line.ToString());
                indent = 6;
            }
        }
    }

    private void More(long count)
    {
        if (count > 0)
        {
            Line(2, string.Create(CultureInfo.InvariantCulture, $"and {count} more"));
        }
    }

    private static string Seconds(long milliseconds)
        => (milliseconds / 1000.0).ToString("0.0 s", CultureInfo.InvariantCulture);

    private void Line(int indent, string line)
        => _text.Append(' ', indent).Append(PrintableText.Line(line).TrimEnd(' ')).Append('\n');
}
