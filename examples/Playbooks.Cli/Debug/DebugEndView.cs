namespace Playbooks.Cli;

/// <summary>How a run ended that was debugged; what happened before was written as it did.</summary>
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
