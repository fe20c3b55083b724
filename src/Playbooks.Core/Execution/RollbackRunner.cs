namespace Playbooks;

/// <summary>Undoes what was done, newest first. One that fails does not stop the others.</summary>
internal static class RollbackRunner
{
    /// <param name="undo">Oldest first.</param>
    /// <returns>The reports of the rollback steps, in the order in which they ran.</returns>
    public static async ValueTask<IReadOnlyList<StepReport>> RunAsync(PlaybookRunner playbooks, IReadOnlyList<Undo> undo, CancellationToken cancellationToken)
    {
        List<StepReport> reports = [];
        for (int i = undo.Count - 1; i >= 0; i--)
        {
            Undo one = undo[i];
            foreach (PlannedStep step in one.Steps)
            {
                StepAddress address = StepAddress.Of(one.Address, step.Step.Id);
                StepRun run = await playbooks.RunStepAsync(step, one.Scope, address, cancellationToken).ConfigureAwait(false);
                one.Scope.Steps[step.Step.Id] = run.Outcome.Outputs;
                reports.Add(run.Report);
            }
        }

        return reports;
    }

    /// <summary>What a person must know of it, to be put behind the error.</summary>
    public static string Remark(IReadOnlyList<StepReport> rollback)
    {
        int failed = rollback.Count(report => report.Status is StepStatus.Failed or StepStatus.Cancelled);
        return rollback.Count == 0 ? " (there was nothing to roll back)"
            : failed == 0 ? " (rolled back)"
            : $" (rolled back in part: {failed} of {rollback.Count} rollback steps failed)";
    }
}
