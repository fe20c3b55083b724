namespace Playbooks.Cli;

/// <summary>The place of a step in the plan.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Playbook">The playbook that it belongs to.</param>
/// <param name="Siblings">The list of steps that contains it: the playbook's steps, its final steps, or the steps that
/// undo a step.</param>
/// <param name="Step">The step.</param>
/// <param name="Caller">The step that contains it or that it undoes; null at the top.</param>
internal sealed record PlanPlace(StepAddress Address, PlannedPlaybook Playbook, IReadOnlyList<PlannedStep> Siblings, PlannedStep Step, PlanPlace? Caller)
{
    /// <returns>Null when the step does not exist.</returns>
    public static PlanPlace? Find(PlaybookPlan plan, StepAddress address)
    {
        PlanPlace? caller = address.Parent is null ? null : Find(plan, address.Parent);
        PlannedPlaybook? playbook = address.Parent is null ? plan.Root : address.IsRollback ? caller?.Playbook : caller?.Step.Nested;
        IReadOnlyList<PlannedStep>[] places = playbook is null ? [] : address.IsRollback ? [caller!.Step.Rollback] : [playbook.Steps, playbook.Finally];
        foreach (IReadOnlyList<PlannedStep> siblings in places)
        {
            if (siblings.FirstOrDefault(step => step.Step.Id == address.StepId) is PlannedStep found)
            {
                return new PlanPlace(address, playbook!, siblings, found, caller);
            }
        }

        return null;
    }

    /// <summary>The address of a sibling, as a user would enter it.</summary>
    public string AddressOf(PlannedStep sibling) => $"{(Address.Parent is null ? "" : $"{Address.Parent}/")}{(Address.IsRollback ? "rollback:" : "")}{sibling.Step.Id}";

    public override string ToString() => $"{Address}: {Step.Step.Name} ({Step.Step.Type})";
}
