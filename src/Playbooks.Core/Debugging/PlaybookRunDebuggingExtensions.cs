using Playbooks.Debugging;

namespace Playbooks;

/// <summary>Debugs a run.</summary>
public static class PlaybookRunDebuggingExtensions
{
    /// <summary>Attaches a debugger, which stops before steps. Once, before the start.</summary>
    /// <param name="run">The run, not yet started.</param>
    /// <remarks>
    /// The run waits at a stop until somebody continues it, however long that takes: a debugger that is never asked
    /// holds the run up for ever.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The run was started, or has a debugger.</exception>
    public static PlaybookDebugger Debug(this PlaybookRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        DebuggerGate gate = new(run.Cancel, new PlannedStepIndex(run.Plan.Root).IsAtTheEnd);
        run.Attach(gate);
        return new PlaybookDebugger(gate);
    }
}
