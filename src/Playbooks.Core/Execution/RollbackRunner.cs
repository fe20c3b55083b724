namespace Playbooks;

/// <summary>Undoes what was done, newest first. One that fails does not stop the others.</summary>
internal static class RollbackRunner
{
    /// <param name="steps">Runs them.</param>
    /// <param name="undo">Oldest first.</param>
    /// <param name="lane">Where they run.</param>
    /// <returns>The reports of the rollback steps, in the order in which they ran.</returns>
    public static async ValueTask<IReadOnlyList<StepReport>> RunAsync(StepRunner steps, IReadOnlyList<Undo> undo, Lane lane)
    {
        List<StepReport> reports = [];
        for (int i = undo.Count - 1; i >= 0; i--)
        {
            Undo one = undo[i];
            foreach (PlannedStep step in one.Steps)
            {
                StepRun run = await steps.RunAsync(step, one.Scope, one.Address.ForRollback(step.Step.Id), lane).ConfigureAwait(false);
                // The same step of another iteration may have stood there.
                one.Scope.Values.SetOutputs(step.Slot, run.Report.Status is StepStatus.Completed or StepStatus.Failed ? run.Outputs : null);
                reports.Add(run.Report);
            }
        }

        return reports;
    }

    /// <summary>What a person must know of it, to be put behind the error.</summary>
    public static string Remark(IReadOnlyList<StepReport> rollback)
    {
        int failed = rollback.Count(report => report.Status is StepStatus.Failed or StepStatus.Cancelled or StepStatus.Pending);
        return rollback.Count == 0 ? " (there was nothing to roll back)"
            : failed == 0 ? " (rolled back)"
            : $" (rolled back in part: {failed} of {rollback.Count} rollback steps failed)";
    }
}
