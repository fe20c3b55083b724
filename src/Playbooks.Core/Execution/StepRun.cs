namespace Playbooks;

/// <summary>A step that was run: its report, masked, and its outcome, for the steps that follow.</summary>
internal readonly record struct StepRun(StepReport Report, StepOutcome Outcome)
{
    public static StepRun NotReached(PlannedStep step, StepAddress address) => new(
        new StepReport { Id = step.Step.Id, Name = step.Step.Name, Type = step.Step.Type, Address = address },
        new StepOutcome(StepStatus.Pending, 0, PlaybookValues.EmptyMap));
}
