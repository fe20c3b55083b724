namespace Playbooks;

/// <summary>
/// Builds a run's report from the reports of its steps, in the order of the plan. A step without a report was not
/// reached.
/// </summary>
internal sealed class ReportAssembler
{
    private readonly string _executionId;
    private readonly PlannedStepIndex _index;
    private readonly Dictionary<StepAddress, StepReport> _steps = [];
    private readonly Dictionary<StepAddress, List<StepAddress>> _iterations = [];
    private readonly HashSet<StepAddress> _knownIterations = [];
    private readonly HashSet<StepAddress> _begun = [];
    private readonly List<StepAddress> _rollback = [];

    /// <param name="executionId">The id of the run.</param>
    /// <param name="plan">The plan that was run.</param>
    /// <param name="steps">Every step, iteration and nested step that ended, in the order in which they ended. Of two
    /// at one address, the later one counts.</param>
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

    /// <summary>Assembles the reports of a playbook's steps.</summary>
    /// <param name="steps">The steps, as planned.</param>
    /// <param name="caller">The attempt at the step that ran the playbook; null for the root.</param>
    public IReadOnlyList<StepReport> Assemble(IReadOnlyList<PlannedStep> steps, StepAddress? caller)
        => [.. steps.Select(step => Assemble(step, StepAddress.Of(caller, step.Step.Id)))];

    /// <summary>
    /// Gets the rollback steps that a playbook ran, in order. Rollback steps that a nested playbook ran itself belong
    /// to that playbook.
    /// </summary>
    public IReadOnlyList<StepReport> Rollback(StepAddress? caller)
        => _rollback.Count == 0 ? [] :
        [
            .. _rollback
                .Where(address => RollsBack(address, caller))
                .Select(address => Assemble(_index.Find(address)!, address)),
        ];

    /// <summary>Assembles the report of a step, or of one iteration, with everything that ran below it.</summary>
    public StepReport Assemble(PlannedStep step, StepAddress address)
    {
        bool isLoop = step.ForEach is not null && address.Key is null;
        StepReport known = _steps.GetValueOrDefault(address) ?? StepReport.NotReached(step, address);
        if (isLoop)
        {
            List<StepAddress>? iterations = IterationsOf(known, address);
            return iterations is null ? known : Begun(known) with
            {
                Iterations = [.. iterations.Select(iteration => Assemble(step, iteration))],
            };
        }

        if (step.Nested is not PlannedPlaybook nested)
        {
            return known;
        }

        StepAddress attempt = known.Attempts > 0 ? address.ForAttempt(known.Attempts) : LastAttempt(address);
        string notStarted = $"Playbook '{nested.Path}' was not started";
        bool isUnstarted = known.Attempts == 0
            || known.Error?.StartsWith(notStarted, StringComparison.Ordinal) == true;
        return isUnstarted && !_begun.Contains(attempt)
            ? known
            : Begun(known) with { Nested = Nested(nested, known, attempt) };
    }

    /// <summary>A step with parts that began has begun itself.</summary>
    private static StepReport Begun(StepReport report)
        => report.Status == StepStatus.Pending ? report with { Status = StepStatus.Running } : report;

    private ExecutionReport Nested(PlannedPlaybook nested, StepReport caller, StepAddress address)
    {
        string prefix = $"Playbook '{nested.Path}': ";
        IReadOnlyList<StepReport> steps = Assemble(nested.Steps, address);
        bool isOwnError = caller.Error?.StartsWith(prefix, StringComparison.Ordinal) == true;
        ExecutionStatus status = caller.Status switch
        {
            StepStatus.Completed => ExecutionStatus.Completed,
            // Without an error of its own, the nested playbook was ended by the time limit of its caller.
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
            Error = isOwnError ? caller.Error![prefix.Length..]
                : caller.Status is StepStatus.Completed or StepStatus.Pending or StepStatus.Running ? null
                : Cancellation(steps),
            Outputs = nested.Outputs
                .Where(output => status == ExecutionStatus.Completed && caller.Outputs.ContainsKey(output.Name))
                .ToDictionary(output => output.Name, output => caller.Outputs[output.Name], StringComparer.Ordinal),
            Steps = steps,
            Rollback = Rollback(address),
            Finally = last,
        };
    }

    private static string? Cancellation(IReadOnlyList<StepReport> steps)
        => steps.FirstOrDefault(step => step.Status is StepStatus.Cancelled or StepStatus.Pending)
            is not StepReport step ? null
            : step.Status == StepStatus.Cancelled ? $"Step '{step.Id}' was cancelled"
            : $"The run was cancelled before step '{step.Id}'";

    /// <summary>
    /// Gets the time of an attempt. An only attempt took as long as its step; the last of several took as long as the
    /// steps that it ran.
    /// </summary>
    private static (DateTimeOffset Start, TimeSpan Duration) TimeOf(
        StepReport caller, StepAddress attempt, IEnumerable<StepReport> steps)
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

    /// <summary>
    /// Gets the iterations in the order of the items, when the loop has ended; otherwise the known ones, in the order
    /// in which they ended. Null when none is known.
    /// </summary>
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
        for (StepAddress next = address.ForAttempt(2);
            _begun.Contains(next);
            next = address.ForAttempt(next.Attempt + 1))
        {
            last = next;
        }

        return last;
    }

    /// <summary>
    /// Tells if a rollback step belongs to the caller's run. It belongs to the innermost playbook around it in which a
    /// step with <c>on_failure: rollback</c> failed, or else to the root.
    /// </summary>
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
        => _index.Find(run)?.Nested is PlannedPlaybook nested
            && nested.Steps.Any(step => step.Step.OnFailure == FailureAction.Rollback
            && _steps.GetValueOrDefault(StepAddress.Of(run, step.Step.Id)) is { Status: StepStatus.Failed });
}
