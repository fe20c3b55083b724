using Microsoft.Extensions.Logging;

namespace Playbooks.Cli;

/// <summary>A line for each thing that happens: for logs, pipes and tests.</summary>
internal sealed class PlainRunView(TextWriter text, bool expand) : IRunView
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    public async Task ShowAsync(IAsyncEnumerable<ExecutionEvent> events)
    {
        await foreach (ExecutionEvent happened in events)
        {
            if (LineOf(happened) is string line)
            {
                await text.WriteLineAsync(line);
            }
        }
    }

    public void ShowEnd(ExecutionReport report)
    {
        // What undoes a step stands below it: whoever does not look there is told here.
        foreach (StepReport undo in expand ? [] : report.Rollback)
        {
            text.WriteLine(PrintableText.Line($"[{(undo.Status == StepStatus.Completed ? "UNDONE" : Label(undo))}] {undo.Address}{(undo.Error is null ? "" : $": {undo.Error}")}"));
        }

        foreach ((string name, object? value) in report.Outputs)
        {
            text.WriteLine(PrintableText.Line($"{name}: {PlaybookValues.ToText(value)}"));
        }

        string error = report.Error is null ? "" : $": {report.Error}";
        text.WriteLine(PrintableText.Line($"{report.Playbook}: {SnakeCase.Of(report.Status).Replace('_', ' ')} after {Elapsed.Text(report.Duration)}{error}"));
    }

    private string? LineOf(ExecutionEvent happened) => happened switch
    {
        RunStarted started => PrintableText.Line($"{started.Plan.Root.Path}: {started.Plan.Root.Playbook.Name}"),
        StepStarted started => Line(started.Address, "START ", Remember(started)),
        StepFinished finished => Line(finished.Address, Label(finished.Report), End(finished.Report)),
        StepRetrying retrying => Line(retrying.Address, "RETRY ", $"{Name(retrying)}: attempt {retrying.Attempt} failed, again in {Elapsed.Text(retrying.Delay)}: {retrying.Error}"),
        StepLogged { Level: >= LogLevel.Information } logged => Line(logged.Address, Label(logged.Level), logged.Message),
        EventsDropped dropped => $"({dropped.Count} events left out)",
        _ => null,
    };

    private string Remember(StepStarted started) => _names[started.Address!.ToString()] = Titled(started.Step.Step.Name, started.Address);

    private string Name(ExecutionEvent happened) => _names.GetValueOrDefault(happened.Address!.ToString()) ?? happened.Address.ToString();

    private string Line(StepAddress? address, string label, string what)
        => $"[{label}] {new string(' ', expand ? 2 * (address?.Depth ?? 0) : 0)}{PrintableText.Line(what)}";

    /// <summary>The iterations of a loop bear its name: what tells them apart is their key.</summary>
    private static string Titled(string name, StepAddress address) => address.Key is null ? name : $"{name} [{address.Key}]";

    private static string End(StepReport report)
    {
        string name = Titled(report.Name, report.Address);
        return report.Status switch
        {
            StepStatus.Skipped => name,
            StepStatus.Failed => $"{name} ({Elapsed.Text(report.Duration)}): {report.Error}",
            _ => $"{name} ({Elapsed.Text(report.Duration)})",
        };
    }

    private static string Label(StepReport report) => report.Status switch
    {
        StepStatus.Completed => "  OK  ",
        StepStatus.Skipped => " SKIP ",
        StepStatus.Cancelled => " STOP ",
        _ => report.TimedOut ? " TIME " : "FAILED",
    };

    private static string Label(LogLevel level) => level switch
    {
        LogLevel.Information => " INFO ",
        LogLevel.Warning => " WARN ",
        _ => " ERR  ",
    };
}
