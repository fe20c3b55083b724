using Playbooks.Storage;

namespace Playbooks.Cli;

/// <summary>What somebody can do about a run that did not complete.</summary>
internal static class NextCommand
{
    /// <returns>A hint; null when there is nothing to say.</returns>
    public static async Task<string?> AfterAsync(Session session, ExecutionReport report)
    {
        if (session.Store is not IExecutionStore store || report.Status == ExecutionStatus.Completed)
        {
            return null;
        }

        if (!await HasEndedAsync(store, report.ExecutionId))
        {
            return $"the run can be continued: {session.Command($"resume {report.ExecutionId}")}";
        }

        // What was undone has to be done again, from the beginning.
        return report.Rollback.Count == 0 && Failed(report.Steps) is StepAddress address
            ? $"to run it anew from that step on: {session.Command($"rerun {report.ExecutionId} --from {ShellText.Quoted(address.ToString())}")}"
            : null;
    }

    /// <summary>A run that could not be journalled to its end is not known as ended.</summary>
    private static async Task<bool> HasEndedAsync(IExecutionStore store, string executionId)
    {
        try
        {
            return await store.FindAsync(executionId, CancellationToken.None) is not { Status: RunStatus.Running };
        }
        catch (ExecutionStoreException)
        {
            return false;
        }
    }

    /// <summary>The innermost step that a rerun could begin at.</summary>
    private static StepAddress? Failed(IReadOnlyList<StepReport> steps)
    {
        StepReport? step = steps.FirstOrDefault(step => step.Status is not (StepStatus.Completed or StepStatus.Skipped));
        return step?.Nested is not ExecutionReport nested ? step?.Address
            // What a block undid itself is begun anew as a whole. Attempts are no part of the way to a step.
            : step.Attempts == 1 && nested.Rollback.Count == 0 ? Failed(nested.Steps) ?? step.Address
            : step.Address;
    }
}
