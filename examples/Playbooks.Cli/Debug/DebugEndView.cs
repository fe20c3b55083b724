namespace Playbooks.Cli;

/// <summary>Shows the end of a debugged run. Its events were written when they happened.</summary>
internal sealed class DebugEndView(TextWriter text) : IRunView
{
    public Task ShowAsync(IAsyncEnumerable<ExecutionEvent> events) => Task.CompletedTask;

    public void ShowEnd(ExecutionReport report)
    {
        foreach ((string name, object? value) in report.Outputs)
        {
            text.WriteLine(PrintableText.Line($"{name}: {PlaybookValues.ToText(value)}"));
        }

        text.WriteLine(PrintableText.Line($"{report.Playbook}: {SnakeCase.Of(report.Status).Replace('_', ' ')}{(report.Error is null ? "" : $": {report.Error}")}"));
    }
}
