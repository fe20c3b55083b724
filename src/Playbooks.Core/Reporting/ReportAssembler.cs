namespace Playbooks;

/// <summary>Puts a run's report together from the reports of its single steps, in the order of the plan; what is not among them was not reached.</summary>
internal sealed class ReportAssembler
{
    private readonly string _executionId;
    private readonly Dictionary<string, StepReport> _steps = new(StringComparer.Ordinal);
    private readonly List<StepReport> _inOrder = [];

    /// <param name="executionId">The run.</param>
    /// <param name="steps">Every step, iteration and nested step that ended, in the order in which they did. Of two at one address, the later counts.</param>
    public ReportAssembler(string executionId, IEnumerable<StepReport> steps)
    {
        _executionId = executionId;
        foreach (StepReport step in steps)
        {
            _steps[step.Address.ToString()] = step;
            _inOrder.Add(step);
        }
    }

    /// <summary>The steps of a playbook.</summary>
    /// <param name="steps">As planned.</param>
    /// <param name="caller">The attempt at the step that ran it; null for the root.</param>
    public IReadOnlyList<StepReport> Assemble(IReadOnlyList<PlannedStep> steps, StepAddress? caller)
        => [.. steps.Select(step => Assemble(step, StepAddress.Of(caller, step.Step.Id)))];

    /// <summary>The rollback steps that a playbook ran, in their order: those below its steps that no nested playbook ran itself.</summary>
    public IReadOnlyList<StepReport> Rollback(StepAddress? caller)
        => [.. _inOrder.Where(step => step.Address.IsRollback && RollsBack(step.Address, caller))];

    private StepReport Assemble(PlannedStep step, StepAddress address)
    {
        StepReport known = _steps.GetValueOrDefault(address.ToString()) ?? StepRun.NotReached(step, address).Report;
        if (step.ForEach is not null && address.Key is null)
        {
            return known with { Iterations = [.. Iterations(known, address).Select(iteration => Assemble(step, iteration))] };
        }

        if (step.Nested is not PlannedPlaybook nested)
        {
            return known;
        }

        StepAddress attempt = address.ForAttempt(Math.Max(1, known.Attempts));
        return known.Attempts == 0 && !HasBelow(attempt) ? known : known with { Nested = Nested(nested, known, attempt) };
    }

    private ExecutionReport Nested(PlannedPlaybook nested, StepReport caller, StepAddress address)
    {
        string prefix = $"Playbook '{nested.Path}': ";
        ExecutionStatus status = caller.Status switch
        {
            StepStatus.Completed => ExecutionStatus.Completed,
            StepStatus.Failed => caller.TimedOut ? ExecutionStatus.TimedOut : ExecutionStatus.Failed,
            _ => ExecutionStatus.Cancelled,
        };
        return new ExecutionReport
        {
            ExecutionId = _executionId,
            Playbook = nested.Path,
            Status = status,
            StartedAt = caller.StartedAt ?? default,
            Duration = caller.Duration,
            Error = caller.Error?.StartsWith(prefix, StringComparison.Ordinal) == true ? caller.Error[prefix.Length..] : caller.Error,
            Outputs = nested.Outputs.Where(output => status == ExecutionStatus.Completed && caller.Outputs.ContainsKey(output.Key))
                .ToDictionary(output => output.Key, output => caller.Outputs[output.Key], StringComparer.Ordinal),
            Steps = Assemble(nested.Steps, address),
            Rollback = Rollback(address),
            Finally = Assemble(nested.Finally, address),
        };
    }

    /// <summary>In the order of the items, where the loop has ended; otherwise those that are known, as they ended.</summary>
    private IEnumerable<StepAddress> Iterations(StepReport loop, StepAddress address)
        => loop.Outputs.GetValueOrDefault("keys") is IReadOnlyList<object?> keys
            ? keys.Select(key => address.ForKey(PlaybookValues.ToText(key)))
            : _inOrder.Select(step => step.Address).Where(step => step.Key is not null && step.StepId == address.StepId && Equals(step.Parent, address.Parent) && !step.IsRollback).Distinct();

    private bool HasBelow(StepAddress address) => _inOrder.Exists(step => Equals(step.Address.Parent, address));

    /// <summary>A playbook that rolled back has failed, so a completed one was undone by the one above it.</summary>
    private bool RollsBack(StepAddress address, StepAddress? caller)
    {
        for (StepAddress? above = address.Parent?.Parent; !Equals(above, caller); above = above.Parent)
        {
            if (above is null || _steps.GetValueOrDefault(above.ForAttempt(1).ToString()) is not { Status: StepStatus.Completed })
            {
                return false;
            }
        }

        return true;
    }
}
