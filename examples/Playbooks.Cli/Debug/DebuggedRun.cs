using Playbooks.Debugging;

namespace Playbooks.Cli;

/// <summary>Runs a playbook under the debugger, with a user or a script at its prompt.</summary>
internal static class DebuggedRun
{
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Session session, PlaybookRun run, DebugRequest request, StopSignals signals, CancellationToken cancellationToken)
    {
        PlaybookDebugger debugger = run.Debug();
        DebugBreakpoints breakpoints = new(debugger, run.Plan);
        try
        {
            foreach (string address in request.Breakpoints)
            {
                breakpoints.Add(address);
            }
        }
        catch (DebugCommandException exception)
        {
            throw new UsageException($"--break: {exception.Message}");
        }

        debugger.StopAtStart = request.Breakpoints.Count == 0;
        // Begin a new line after the prompt.
        signals.Say = text => Console.Error.WriteLine($"\n{text}");
        DebugPrompt prompt = new(request.Input, Console.Out, breakpoints, run.Plan);
        Task<ExecutionReport> completion = run.RunAsync(cancellationToken);
        try
        {
            while (await debugger.NextStopAsync(CancellationToken.None) is DebuggerStop stop)
            {
                await prompt.StayAsync(stop, cancellationToken);
            }
        }
        finally
        {
            run.Cancel();
            await ((Task)completion).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        ExecutionReport report = await completion;
        int exitCode = await ShownRun.EndAsync(session, new DebugEndView(Console.Out), report);
        return prompt.ScriptError is string error ? OneLineError.Of(new UsageException(error)) : exitCode;
    }
}
