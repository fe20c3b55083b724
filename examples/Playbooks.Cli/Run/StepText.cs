namespace Playbooks.Cli;

/// <summary>Describes the end of a step for people.</summary>
internal static class StepText
{
    /// <summary>The status in six characters.</summary>
    public static string Label(StepReport report) => report.Status switch
    {
        StepStatus.Completed => "  OK  ",
        StepStatus.Skipped => " SKIP ",
        StepStatus.Cancelled => " STOP ",
        StepStatus.Pending => "  --  ",
        _ => report.TimedOut ? " TIME " : "FAILED",
    };

    /// <param name="report">The step.</param>
    /// <param name="timed">True to write the step's duration.</param>
    public static string End(StepReport report, bool timed = true)
    {
        string name = Titled(report.Name, report.Address);
        string time = timed && report.WasStarted ? $" ({Elapsed.Text(report.Duration)})" : "";
        return report.Status == StepStatus.Failed ? $"{name}{time}: {report.Error}" : $"{name}{time}";
    }

    /// <summary>Adds the key of an iteration to its name, which is that of the loop.</summary>
    public static string Titled(string name, StepAddress address) => address.Key is null ? name : $"{name} [{address.Key}]";
}
