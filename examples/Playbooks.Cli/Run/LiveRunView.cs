using Spectre.Console;

namespace Playbooks.Cli;

/// <summary>Shows the steps as a tree that is redrawn while they run, and once more completely at the end.</summary>
internal sealed class LiveRunView(IAnsiConsole console, PlaybookPlan plan, string? run, bool expand, StopSignals signals) : IRunView
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(100);

    private readonly RunTree _tree = new(plan, expand);
    private readonly RunTreeDrawing _drawing = new(console.Profile.Capabilities.Unicode);

    public async Task ShowAsync(IAsyncEnumerable<ExecutionEvent> events)
    {
        Action<string> say = signals.Say;
        // Writing a line of its own would break the drawing of the tree.
        signals.Say = text => _tree.Notice = text;
        try
        {
            await console.Live(new Text("")).AutoClear(true).Overflow(VerticalOverflow.Ellipsis).Cropping(VerticalOverflowCropping.Top)
                .StartAsync(context => DrawAsync(context, events));
        }
        finally
        {
            signals.Say = say;
        }
    }

    public void ShowEnd(ExecutionReport report)
    {
        _tree.Notice = null;
        _tree.Apply(report);
        console.Write(_drawing.Draw(_tree, TimeProvider.System.GetUtcNow()));
        foreach ((string name, object? value) in report.Outputs)
        {
            console.MarkupLineInterpolated($"[grey]{PrintableText.Line(name)}:[/] {PrintableText.Line(PlaybookValues.ToText(value))}");
        }

        string color = report.Status == ExecutionStatus.Completed ? "green" : "red";
        string status = SnakeCase.Of(report.Status).Replace('_', ' ');
        console.MarkupLine($"[{color}]{status}[/] after {Elapsed.Text(report.Duration)}{(report.Error is null ? "" : ": " + Markup.Escape(PrintableText.Line(report.Error)))}{(run is null ? "" : $" [grey](run {run})[/]")}");
    }

    private async Task DrawAsync(LiveDisplayContext context, IAsyncEnumerable<ExecutionEvent> events)
    {
        Task following = FollowAsync(events);
        while (!following.IsCompleted)
        {
            context.UpdateTarget(_drawing.Draw(_tree, TimeProvider.System.GetUtcNow()));
            await Task.WhenAny(following, Task.Delay(Frame));
        }

        await following;
    }

    private async Task FollowAsync(IAsyncEnumerable<ExecutionEvent> events)
    {
        // Events are read by another task, so that drawing does not delay them.
        await foreach (ExecutionEvent happened in events.ConfigureAwait(false))
        {
            _tree.Apply(happened);
        }
    }
}
