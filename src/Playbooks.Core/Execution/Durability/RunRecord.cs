using Playbooks.Storage;

namespace Playbooks;

/// <summary>Describes a run as a whole for the history.</summary>
internal static class RunRecord
{
    public static StoredRun Describe(RunState state, PlaybookPlan plan, RunOrigin origin, RunLease lease) => new()
    {
        ExecutionId = state.ExecutionId,
        Playbook = plan.Root.Path,
        Digest = plan.Digest,
        Status = RunStatus.Running,
        StartedAt = state.StartedAt,
        Parameters = JournalValues.Write(StoredParameters.Of(plan.Root.Playbook, origin.Given), state.Redactor) ?? "{}",
        RerunOf = origin.RerunOf,
        Lease = lease,
    };

    public static StoredPlaybook[] Contents(PlaybookPlan plan)
        =>
        [
            .. plan.Playbooks.Select(
                playbook => new StoredPlaybook(playbook.Path, playbook.Sha256, playbook.File.Content)),
        ];

    public static RunCompletion Completion(RunState state, ExecutionReport report) => new()
    {
        Status = report.Status switch
        {
            ExecutionStatus.Completed => RunStatus.Completed,
            ExecutionStatus.TimedOut => RunStatus.TimedOut,
            ExecutionStatus.Cancelled => RunStatus.Cancelled,
            _ => RunStatus.Failed,
        },
        EndedAt = report.StartedAt + report.Duration,
        Outputs = report.Status == ExecutionStatus.Completed
            ? JournalValues.Write(report.Outputs, state.Redactor) ?? "{}"
            : null,
        Error = report.Error,
        Counts = report.Counts,
    };
}
