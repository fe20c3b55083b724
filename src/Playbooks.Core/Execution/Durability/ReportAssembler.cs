namespace Playbooks;

/// <summary>Puts a run's report together from the reports of its single steps, in the order of the plan; what is not among them was not reached.</summary>
internal sealed class ReportAssembler
{
    private readonly string _executionId;
    private readonly PlannedStepIndex _index;
    private readonly Dictionary<StepAddress, StepReport> _steps = [];
    private readonly Dictionary<StepAddress, List<StepAddress>> _iterations = [];
    private readonly HashSet<StepAddress> _knownIterations = [];
    private readonly HashSet<StepAddress> _begun = [];
    private readonly List<StepAddress> _rollback = [];

    /// <param name="executionId">The run.</param>
    /// <param name="plan">What was run.</param>
    /// <param name="steps">Every step, iteration and nested step that ended, in the order in which they did. Of two at one address, the later counts.</param>
    public ReportAssembler(string executionId, PlaybookPlan plan, IEnumerable<StepReport> steps)
    {
        _executionId = executionId;
        _index = new PlannedStepIndex(plan.Root);
        foreach (StepReport step in steps)
        {
            bool isNew = !_steps.ContainsKey(step.Address);
            _steps[step.Address] = step;
            for (StepAddress? at = step.Address; at is not null; at = at.Parent)
            {
                if (at.Whole is StepAddress loop && _knownIterations.Add(at.ForAttempt(1)))
                {
                    AddIteration(loop, at.ForAttempt(1));
                }

                if (at.Parent is not null && !_begun.Add(at.Parent))
                {
                    break;
                }
            }

            if (isNew && step.Address is { IsRollback: true, Key: null })
            {
                _rollback.Add(step.Address);
            }
        }
    }

    /// <summary>The steps of a playbook.</summary>
    /// <param name="steps">As planned.</param>
    /// <param name="caller">The attempt at the step that ran it; null for the root.</param>
    public IReadOnlyList<StepReport> Assemble(IReadOnlyList<PlannedStep> steps, StepAddress? caller)
        => [.. steps.Select(step => Assemble(step, StepAddress.Of(caller, step.Step.Id)))];

    /// <summary>The rollback steps that a playbook ran, in their order: those below its steps that no nested playbook ran itself.</summary>
    public IReadOnlyList<StepReport> Rollback(StepAddress? caller)
        => _rollback.Count == 0 ? [] : [.. _rollback.Where(address => RollsBack(address, caller)).Select(address => Assemble(_index.Find(address)!, address))];

    /// <summary>A step, or an iteration of it, with all that ran below it.</summary>
    public StepReport Assemble(PlannedStep step, StepAddress address)
    {
        bool isLoop = step.ForEach is not null && address.Key is null;
        StepReport known = _steps.GetValueOrDefault(address) ?? StepReport.NotReached(step, address);
        if (isLoop)
        {
            List<StepAddress>? iterations = IterationsOf(known, address);
            return iterations is null ? known : Begun(known) with { Iterations = [.. iterations.Select(iteration => Assemble(step, iteration))] };
        }

        if (step.Nested is not PlannedPlaybook nested)
        {
            return known;
        }

        StepAddress attempt = known.Attempts > 0 ? address.ForAttempt(known.Attempts) : LastAttempt(address);
        bool hasBegun = _begun.Contains(attempt);
        return !hasBegun && (known.Attempts == 0 || known.Error?.StartsWith($"Playbook '{nested.Path}' was not started", StringComparison.Ordinal) == true)
            ? known
            : Begun(known) with { Nested = Nested(nested, known, attempt) };
    }

    /// <summary>What has parts that began has begun.</summary>
    private static StepReport Begun(StepReport report) => report.Status == StepStatus.Pending ? report with { Status = StepStatus.Running } : report;

    private ExecutionReport Nested(PlannedPlaybook nested, StepReport caller, StepAddress address)
    {
        string prefix = $"Playbook '{nested.Path}': ";
        IReadOnlyList<StepReport> steps = Assemble(nested.Steps, address);
        bool isOwnError = caller.Error?.StartsWith(prefix, StringComparison.Ordinal) == true;
        ExecutionStatus status = caller.Status switch
        {
            StepStatus.Completed => ExecutionStatus.Completed,
            // Otherwise it was the caller's time that was over, which ended it from above.
            StepStatus.Failed when isOwnError => caller.TimedOut ? ExecutionStatus.TimedOut : ExecutionStatus.Failed,
            _ => ExecutionStatus.Cancelled,
        };
        IReadOnlyList<StepReport> last = Assemble(nested.Finally, address);
        (DateTimeOffset start, TimeSpan duration) = TimeOf(caller, address, steps.Concat(last));
        return new ExecutionReport
        {
            ExecutionId = _executionId,
            Playbook = nested.Path,
            Status = status,
            StartedAt = start,
            Duration = duration,
            Error = isOwnError ? caller.Error![prefix.Length..] : caller.Status is StepStatus.Completed or StepStatus.Pending or StepStatus.Running ? null : Cancellation(steps),
            Outputs = nested.Outputs.Where(output => status == ExecutionStatus.Completed && caller.Outputs.ContainsKey(output.Name))
                .ToDictionary(output => output.Name, output => caller.Outputs[output.Name], StringComparer.Ordinal),
            Steps = steps,
            Rollback = Rollback(address),
            Finally = last,
        };
    }

    private static string? Cancellation(IReadOnlyList<StepReport> steps)
        => steps.FirstOrDefault(step => step.Status is StepStatus.Cancelled or StepStatus.Pending) is not StepReport step ? null
            : step.Status == StepStatus.Cancelled ? $"Step '{step.Id}' was cancelled"
            : $"The run was cancelled before step '{step.Id}'";

    /// <summary>The only attempt took as long as the step that made it; the last of several as long as what it ran.</summary>
    private static (DateTimeOffset Start, TimeSpan Duration) TimeOf(StepReport caller, StepAddress attempt, IEnumerable<StepReport> steps)
    {
        if (attempt.Attempt > 1 || caller.StartedAt is null)
        {
            StepReport[] begun = [.. steps.Where(step => step.StartedAt is not null)];
            if (begun.Length > 0)
            {
                DateTimeOffset start = begun.Min(step => step.StartedAt!.Value);
                return (start, begun.Max(step => step.StartedAt!.Value + step.Duration) - start);
            }
        }

        return (caller.StartedAt ?? default, caller.Duration);
    }

    /// <summary>In the order of the items, where the loop has ended; otherwise those that are known, as they ended. Null when none is.</summary>
    private List<StepAddress>? IterationsOf(StepReport loop, StepAddress address)
        => loop.Outputs.GetValueOrDefault("keys") is IReadOnlyList<object?> keys
            ? [.. keys.Select(key => address.ForKey(PlaybookValues.ToText(key)))]
            : _iterations.GetValueOrDefault(address);

    private void AddIteration(StepAddress loop, StepAddress iteration)
    {
        if (!_iterations.TryGetValue(loop, out List<StepAddress>? known))
        {
            _iterations[loop] = known = [];
        }

        known.Add(iteration);
    }

    private StepAddress LastAttempt(StepAddress address)
    {
        StepAddress last = address.ForAttempt(1);
        for (StepAddress next = address.ForAttempt(2); _begun.Contains(next); next = address.ForAttempt(next.Attempt + 1))
        {
            last = next;
        }

        return last;
    }

    /// <summary>The innermost playbook around the step that failed at one which demands a rollback, or else the root.</summary>
    private bool RollsBack(StepAddress address, StepAddress? caller)
    {
        for (StepAddress? run = address.Parent?.Parent; ; run = run.Parent)
        {
            if (run is null || FailedWithRollback(run))
            {
                return Equals(run, caller);
            }
        }
    }

    private bool FailedWithRollback(StepAddress run)
        => _index.Find(run)?.Nested is PlannedPlaybook nested && nested.Steps.Any(step => step.Step.OnFailure == FailureAction.Rollback
            && _steps.GetValueOrDefault(StepAddress.Of(run, step.Step.Id)) is { Status: StepStatus.Failed });
}
