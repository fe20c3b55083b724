namespace Playbooks;

/// <summary>
/// Receives every event of a run. The run waits until the sink has taken an event, so no step begins before its event
/// is recorded.
/// </summary>
/// <remarks>
/// For records that must be complete. To only watch a run, use <see cref="PlaybookRun.Events"/>, which neither slows
/// nor breaks it.
/// </remarks>
public interface IAuditSink
{
    /// <summary>
    /// Takes an event. Events come one at a time, in order, those of nested playbooks included. Secrets in them are
    /// masked.
    /// </summary>
    /// <remarks>
    /// An exception ends the run: no further step is started, not even a rollback or <c>finally</c> step.
    /// </remarks>
    ValueTask WriteAsync(ExecutionEvent happened, CancellationToken cancellationToken);
}
