namespace Playbooks;

/// <summary>Undoes completed steps, newest first. A rollback step that fails does not stop the others.</summary>
internal static class RollbackRunner
{
    /// <param name="steps">Runs the rollback steps.</param>
    /// <param name="entries">The entries, oldest first.</param>
    /// <param name="lane">The lane in which they run.</param>
    /// <returns>The reports of the rollback steps, in the order in which they ran.</returns>
    public static async ValueTask<IReadOnlyList<StepReport>> RunAsync(
        StepRunner steps, IReadOnlyList<RollbackEntry> entries, StepLane lane)
    {
        List<StepReport> reports = [];
        for (int i = entries.Count - 1; i >= 0; i--)
        {
            RollbackEntry entry = entries[i];
            foreach (PlannedStep step in entry.Steps)
            {
                StepAddress address = entry.Address.ForRollback(step.Step.Id);
                EndedStep done = lane.IsCancelled
                    ? EndedStep.NotReached(step, address)
                    : await steps.RunAsync(step, entry.Scope, address, lane).ConfigureAwait(false);
                // Null replaces the outputs of the same step for another iteration.
                entry.Scope.Values.SetOutputs(step.Slot, done.Outcome.HasOutputs ? done.Outcome.Outputs : null);
                reports.Add(done.Report);
            }
        }

        return reports;
    }

    /// <summary>A remark on the rollback, for the end of the error message.</summary>
    public static string Remark(IReadOnlyList<StepReport> rollback)
    {
        int failed = rollback.Count(
            report => report.Status is StepStatus.Failed or StepStatus.Cancelled or StepStatus.Pending);
        return rollback.Count == 0 ? " (there was nothing to roll back)"
            : failed == 0 ? " (rolled back)"
            : $" (rolled back in part: {failed} of {rollback.Count} rollback steps failed)";
    }
}
