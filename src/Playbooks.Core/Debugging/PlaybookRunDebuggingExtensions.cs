using Playbooks.Debugging;

namespace Playbooks;

/// <summary>Debugs a run.</summary>
public static class PlaybookRunDebuggingExtensions
{
    /// <summary>Attaches a debugger, which stops before steps. It can be called once, before the start.</summary>
    /// <param name="run">The run, not yet started.</param>
    /// <remarks>
    /// The run waits at a stop until a command continues it, however long that takes. If
    /// <see cref="PlaybookDebugger.NextStopAsync"/> is never called, the run waits for ever.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The run was started, or has a debugger.</exception>
    public static PlaybookDebugger Debug(this PlaybookRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        DebuggerGate gate = new(run.Cancel, new PlannedStepIndex(run.Plan.Root).IsUnderFinally);
        run.Attach(gate);
        return new PlaybookDebugger(gate);
    }
}
