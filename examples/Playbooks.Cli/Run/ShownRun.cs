using Playbooks.Storage;

namespace Playbooks.Cli;

/// <summary>Runs a playbook and shows it to the user: a new run, a resumed one or a rerun.</summary>
internal static class ShownRun
{
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Session session, PlaybookRun run, bool expand, StopSignals signals, CancellationToken cancellationToken)
    {
        // Subscribed before the start, so that no event is missed.
        IAsyncEnumerable<ExecutionEvent> events = run.Events(includeNested: expand);
        IRunView view = RunViews.For(session, run, expand, signals);
        Task<ExecutionReport> completion = run.RunAsync(cancellationToken);
        try
        {
            await view.ShowAsync(events);
        }
        finally
        {
            // If the view failed, cancel the run, which must not outlive this program half done.
            run.Cancel();
            await ((Task)completion).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return await EndAsync(session, view, await completion);
    }

    /// <summary>Writes the result of a run, and the commands that continue it.</summary>
    public static async Task<int> EndAsync(Session session, IRunView view, ExecutionReport report)
    {
        view.ShowEnd(report);
        if (session.IsJson)
        {
            JsonOutput.Write(report.ToJson());
        }

        if (session.Store is IExecutionStore store && await session.Hints.AfterAsync(store, report) is string hint)
        {
            await Console.Error.WriteLineAsync($"  hint: {PrintableText.Line(hint)}");
        }

        return ExitCodes.Of(report.Status);
    }
}
