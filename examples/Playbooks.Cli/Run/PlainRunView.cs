namespace Playbooks.Cli;

/// <summary>Shows a line for each event, for logs, pipes and tests.</summary>
/// <param name="text">The output.</param>
/// <param name="lines">Writes the lines.</param>
internal sealed class PlainRunView(TextWriter text, EventText lines) : IRunView
{
    public async Task ShowAsync(IAsyncEnumerable<ExecutionEvent> events)
    {
        await foreach (ExecutionEvent happened in events)
        {
            if (lines.LineOf(happened) is string line)
            {
                await text.WriteLineAsync(line);
            }
        }
    }

    public void ShowEnd(ExecutionReport report)
    {
        // Steps that undo a step are below it. Without --expand they are not shown there, so report them here.
        foreach (StepReport undo in lines.IsExpanded ? [] : report.Rollback)
        {
            text.WriteLine(PrintableText.Line($"[{(undo.Status == StepStatus.Completed ? "UNDONE" : StepText.Label(undo))}] {undo.Address}{(undo.Error is null ? "" : $": {undo.Error}")}"));
        }

        foreach ((string name, object? value) in report.Outputs)
        {
            text.WriteLine(PrintableText.Line($"{name}: {PlaybookValues.ToText(value)}"));
        }

        string error = report.Error is null ? "" : $": {report.Error}";
        text.WriteLine(PrintableText.Line($"{report.Playbook}: {SnakeCase.Of(report.Status).Replace('_', ' ')} after {Elapsed.Text(report.Duration)}{error}"));
    }
}
