namespace Playbooks;

/// <summary>A step that was run: its report, masked; its outputs, as later steps use them; what can be undone of it, oldest first.</summary>
internal readonly record struct StepRun(StepReport Report, IReadOnlyDictionary<string, object?> Outputs, Undo[] Undo)
{
    public static StepRun NotReached(PlannedStep step, StepAddress address)
        => new(new StepReport { Name = step.Step.Name, Type = step.Step.Type, Address = address }, PlaybookValues.EmptyMap, []);
}
