using Playbooks.Storage;

namespace Playbooks;

/// <summary>Makes a run's report from its journal.</summary>
internal static class JournalReport
{
    public static ExecutionReport Of(StoredRun run, PlaybookPlan plan, IReadOnlyList<JournalEntry> journal)
    {
        ReportAssembler assembler = Assembler(run.ExecutionId, plan, journal);
        DateTimeOffset end = run.EndedAt ?? journal
            .Where(entry => entry.StartedAt is not null)
            .Select(entry => entry.StartedAt!.Value + entry.Duration)
            .Append(run.StartedAt)
            .Max();
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
            Duration = end - run.StartedAt,
            Error = run.Error ?? (run.Status == RunStatus.Running ? "The run has not ended" : null),
            Outputs = JournalValues.Show(run.Outputs),
            Steps = assembler.Assemble(plan.Root.Steps, caller: null),
            Rollback = assembler.Rollback(caller: null),
            Finally = assembler.Assemble(plan.Root.Finally, caller: null),
        };
    }

    /// <summary>Makes an assembler with the reports of all steps in the journal.</summary>
    public static ReportAssembler Assembler(string executionId, PlaybookPlan plan, IEnumerable<JournalEntry> journal)
    {
        PlannedStepIndex index = new(plan.Root);
        List<StepReport> reports = [];
        List<StepReport> underWay = [];
        foreach (JournalEntry entry in journal)
        {
            if (Report(index, entry) is StepReport report)
            {
                reports.Add(report);
            }

            if (StepAddress.TryParse(entry.Next, out StepAddress? next) && index.Find(next) is PlannedStep step)
            {
                underWay.Add(StepReport.NotReached(step, next) with { Status = StepStatus.Running });
            }
        }

        HashSet<StepAddress> ended = [.. reports.Select(report => report.Address)];
        return new ReportAssembler(
            executionId, plan, [.. reports, .. underWay.Where(report => !ended.Contains(report.Address))]);
    }

    /// <summary>Turns a journal entry into the report of its step. This is the only place that does so.</summary>
    public static StepReport Of(PlannedStep step, StepAddress address, JournalEntry entry)
        => StepReport.NotReached(step, address) with
        {
            Status = entry.Status,
            Attempts = entry.Attempts,
            StartedAt = entry.StartedAt,
            Duration = entry.Duration,
            Outputs = JournalValues.Show(entry.Outputs),
            Error = entry.Error,
            TimedOut = entry.TimedOut,
        };

    private static StepReport? Report(PlannedStepIndex index, JournalEntry entry)
        => entry.Kind is JournalEntryKind.Finished or JournalEntryKind.Decided && entry.Status != StepStatus.Pending
            && StepAddress.TryParse(entry.Address, out StepAddress? address) && index.Find(address) is PlannedStep step
            ? Of(step, address, entry)
            : null;
}
