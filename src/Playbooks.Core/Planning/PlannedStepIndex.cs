using System.Collections.Concurrent;

namespace Playbooks;

/// <summary>Finds the steps of a plan by the addresses of their runs, in constant time for each level.</summary>
internal sealed class PlannedStepIndex(PlannedPlaybook root)
{
    private readonly ConcurrentDictionary<object, Dictionary<string, PlannedStep>> _steps
        = new(ReferenceEqualityComparer.Instance);

    /// <summary>The step that runs at the address; null when there is none.</summary>
    public PlannedStep? Find(StepAddress address)
    {
        if (address.Parent is null)
        {
            return Of(root, root.Steps.Concat(root.Finally)).GetValueOrDefault(address.StepId);
        }

        PlannedStep? above = Find(address.Parent);
        return above is null ? null
            : address.IsRollback ? Of(above, above.Rollback).GetValueOrDefault(address.StepId)
            : above.Nested is PlannedPlaybook nested
                ? Of(nested, nested.Steps.Concat(nested.Finally)).GetValueOrDefault(address.StepId)
            : null;
    }

    /// <summary>Tells if the step at the address belongs to a step under <c>finally</c>, at any level.</summary>
    public bool IsUnderFinally(StepAddress address)
    {
        for (StepAddress? part = address; part is not null; part = part.Parent)
        {
            PlannedPlaybook? owner = part.IsRollback ? null : part.Parent is null ? root : Find(part.Parent)?.Nested;
            if (owner?.Finally.Any(step => step.Step.Id == part.StepId) == true)
            {
                return true;
            }
        }

        return false;
    }

    private Dictionary<string, PlannedStep> Of(object place, IEnumerable<PlannedStep> steps)
        => _steps.GetOrAdd(
            place, static (_, of) => of.ToDictionary(step => step.Step.Id, StringComparer.Ordinal), steps);
}
