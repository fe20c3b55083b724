using Playbooks.Storage;

namespace Playbooks;

/// <summary>A run's report, from its journal.</summary>
internal static class JournalReport
{
    public static ExecutionReport Of(StoredRun run, PlaybookPlan plan, IReadOnlyList<JournalEntry> journal)
    {
        ReportAssembler assembler = new(run.ExecutionId, journal.Select(entry => Report(plan, entry)).OfType<StepReport>());
        return new ExecutionReport
        {
            ExecutionId = run.ExecutionId,
            Playbook = run.Playbook,
            Status = run.Status switch
            {
                RunStatus.Completed => ExecutionStatus.Completed,
                RunStatus.TimedOut => ExecutionStatus.TimedOut,
                RunStatus.Failed => ExecutionStatus.Failed,
                _ => ExecutionStatus.Cancelled,
            },
            StartedAt = run.StartedAt,
            Duration = (run.EndedAt ?? run.StartedAt) - run.StartedAt,
            Error = run.Error,
            Outputs = JournalValues.Read(run.Outputs),
            Steps = assembler.Assemble(plan.Root.Steps, caller: null),
            Rollback = assembler.Rollback(caller: null),
            Finally = assembler.Assemble(plan.Root.Finally, caller: null),
        };
    }

    private static StepReport? Report(PlaybookPlan plan, JournalEntry entry)
        => entry.Kind is JournalEntryKind.Finished or JournalEntryKind.Decided && entry.Status != StepStatus.Pending
            && StepAddress.TryParse(entry.Address, out StepAddress? address) && plan.Root.Find(address) is PlannedStep step
            ? new StepReport
            {
                Name = step.Step.Name,
                Type = step.Step.Type,
                Address = address,
                Status = entry.Status,
                Attempts = entry.Attempts,
                StartedAt = entry.StartedAt,
                Duration = entry.Duration,
                Outputs = JournalValues.Read(entry.Outputs),
                Error = entry.Error,
                TimedOut = entry.TimedOut,
            }
            : null;
}
