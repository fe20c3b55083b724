namespace Playbooks.Cli;

/// <summary>How a step ended, for people.</summary>
internal static class StepText
{
    /// <summary>Six characters wide.</summary>
    public static string Label(StepReport report) => report.Status switch
    {
        StepStatus.Completed => "  OK  ",
        StepStatus.Skipped => " SKIP ",
        StepStatus.Cancelled => " STOP ",
        StepStatus.Pending => "  --  ",
        _ => report.TimedOut ? " TIME " : "FAILED",
    };

    /// <param name="report">The step.</param>
    /// <param name="timed">Whether to say how long it took.</param>
    public static string End(StepReport report, bool timed = true)
    {
        string name = Titled(report.Name, report.Address);
        string time = timed && report.WasStarted ? $" ({Elapsed.Text(report.Duration)})" : "";
        return report.Status == StepStatus.Failed ? $"{name}{time}: {report.Error}" : $"{name}{time}";
    }

    /// <summary>The iterations of a loop bear its name: what tells them apart is their key.</summary>
    public static string Titled(string name, StepAddress address) => address.Key is null ? name : $"{name} [{address.Key}]";
}
