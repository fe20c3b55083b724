using Playbooks.Storage;

namespace Playbooks.Cli;

/// <summary>A run with its user watching: the same for one that begins, is continued or begins anew.</summary>
internal static class ShownRun
{
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Session session, PlaybookRun run, bool expand, StopSignals signals, CancellationToken cancellationToken)
    {
        // From before the start, so that nothing is missed.
        IAsyncEnumerable<ExecutionEvent> events = run.Events(includeNested: expand);
        IRunView view = RunViews.For(session, run, expand, signals);
        Task<ExecutionReport> completion = run.RunAsync(cancellationToken);
        try
        {
            await view.ShowAsync(events);
        }
        finally
        {
            // When the view breaks, nobody watches the run any more; it must not outlive this program half done.
            run.Cancel();
            await ((Task)completion).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return await EndAsync(session, view, await completion);
    }

    /// <summary>Says how it ended, and how it can go on.</summary>
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
