namespace Playbooks;

/// <summary>Is told of everything that happens in a run, and holds it up until it has taken it: no step begins unseen.</summary>
/// <remarks>
/// For records that must be complete. Whoever only watches uses <see cref="PlaybookRun.Events"/>, which neither slows nor breaks a run.
/// </remarks>
public interface IAuditSink
{
    /// <summary>Takes an event; those of nested playbooks too, one at a time, in order. Secrets in it are masked.</summary>
    /// <remarks>An exception ends the run: no further step is started, not even one that would undo or tidy up.</remarks>
    ValueTask WriteAsync(ExecutionEvent happened, CancellationToken cancellationToken);
}
