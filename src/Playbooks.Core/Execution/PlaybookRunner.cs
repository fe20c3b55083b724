using System.Globalization;
using Playbooks.Templates;
using Playbooks.Values;

namespace Playbooks;

/// <summary>
/// Runs the steps of a playbook in order, then its finally steps. It runs the root and every nested playbook.
/// </summary>
internal sealed class PlaybookRunner(RunState run, StepRunner steps)
{
    // One delegate for all playbooks of the run, not one for each.
    private readonly Func<string, IReadOnlyDictionary<string, object?>> _makeExecution = path => Execution(run, path);

    /// <param name="playbook">The playbook.</param>
    /// <param name="parameters">All declared parameters, bound; null when the run was cancelled before they were bound.
    /// Then no step runs, not even a finally step.</param>
    /// <param name="caller">The attempt at the step that runs it; null for the root.</param>
    /// <param name="lane">The lane of its steps, just entered.</param>
    public async ValueTask<PlaybookOutcome> RunAsync(
        PlannedPlaybook playbook, IReadOnlyDictionary<string, object?>? parameters, StepAddress? caller, StepLane lane)
    {
        long start = lane.Now;
        EvaluationScope scope = MakeScope(playbook, parameters ?? PlaybookValues.EmptyMap);
        StepReport[] reports = new StepReport[playbook.Steps.Count];
        int executed = 0;
        List<RollbackEntry>? entries = null;
        IReadOnlyList<StepReport> rollback = [];
        PlaybookEnd end = new(ExecutionStatus.Completed, null);
        for (int i = 0; i < reports.Length; i++)
        {
            PlannedStep step = playbook.Steps[i];
            StepAddress address = StepAddress.Of(caller, step.Step.Id);
            end = end.Status == ExecutionStatus.Completed ? EndBefore(step, lane) : end;
            if (end.Status != ExecutionStatus.Completed)
            {
                reports[i] = StepReport.NotReached(step, address);
                continue;
            }

            EndedStep done = await steps.RunAsync(step, scope, address, lane).ConfigureAwait(false);
            reports[i] = done.Report;
            executed += done.Report.WasStarted ? 1 : 0;
            if (done.Outcome.Rollback.Length > 0)
            {
                (entries ??= []).AddRange(done.Outcome.Rollback);
            }

            if (done.Outcome.HasOutputs)
            {
                scope.Values.SetOutputs(step.Slot, done.Outcome.Outputs);
            }

            end = Consequence(step, done.Report);
            if (end.Status is ExecutionStatus.Failed or ExecutionStatus.TimedOut
                && step.Step.OnFailure == FailureAction.Rollback && run.HaltReason is null)
            {
                rollback = await RollbackRunner.RunAsync(steps, entries ?? [], lane).ConfigureAwait(false);
                end = end with { Error = end.Error + RollbackRunner.Remark(rollback) };
                entries = null;
            }
        }

        (IReadOnlyDictionary<string, object?> outputs, end) = Outputs(playbook, scope, end);
        IReadOnlyList<StepReport> last = [];
        if (playbook.Finally.Count > 0)
        {
            (last, end) = parameters is null
                ? (NotReached(playbook.Finally, caller), end)
                : await RunFinallyAsync(playbook, scope, caller, end).ConfigureAwait(false);
            lane.ReadClock();
        }

        outputs = end.Status == ExecutionStatus.Completed ? outputs : PlaybookValues.EmptyMap;
        ExecutionReport report = new()
        {
            ExecutionId = run.ExecutionId,
            Playbook = playbook.Path,
            Status = end.Status,
            StartedAt = run.Clock.At(start),
            Duration = run.Clock.Between(start, lane.Now),
            Error = end.Error is null ? null : run.Redactor.Mask(end.Error),
            Outputs = PlaybookValues.IsEmpty(outputs) ? outputs : run.Redactor.Mask(outputs),
            Steps = reports,
            Rollback = rollback,
            Finally = last,
        };
        return new PlaybookOutcome(report, outputs, entries?.ToArray() ?? [], executed);
    }

    /// <summary>
    /// Runs all finally steps, even when some fail. They are not cancelled with the run, and have their own limit.
    /// </summary>
    private async ValueTask<(IReadOnlyList<StepReport> Reports, PlaybookEnd End)> RunFinallyAsync(
        PlannedPlaybook playbook, EvaluationScope scope, StepAddress? caller, PlaybookEnd end)
    {
        scope.Values.Execution = new Dictionary<string, object?>(Execution(run, playbook.Path), StringComparer.Ordinal)
        {
            ["status"] = SnakeCase.Of(end.Status),
            ["error"] = end.Error,
        };
        using CancellationTokenSource limit = new(run.Options.FinallyLimit, run.TimeProvider);
        using StepLane lane = run.Control.NewLane(run.TimeProvider, limit.Token, limit.Token);
        List<StepReport> reports = [];
        StepReport? failed = null;
        foreach (PlannedStep step in playbook.Finally)
        {
            StepAddress address = StepAddress.Of(caller, step.Step.Id);
            EndedStep done = run.HaltReason is not null || lane.IsCancelled
                ? EndedStep.NotReached(step, address)
                : await steps.RunAsync(step, scope, address, lane).ConfigureAwait(false);
            scope.Values.SetOutputs(step.Slot, done.Outcome.HasOutputs ? done.Outcome.Outputs : null);
            reports.Add(done.Report);
            if (done.Outcome.Status is not (StepStatus.Completed or StepStatus.Skipped)
                && step.Step.OnFailure != FailureAction.Continue)
            {
                failed ??= done.Report;
            }
        }

        if (run.HaltReason is string reason)
        {
            return (reports, end.Status == ExecutionStatus.Completed ? new(ExecutionStatus.Failed, reason) : end);
        }

        if (failed is null)
        {
            return (reports, end);
        }

        string why = failed.Status == StepStatus.Failed
            ? $"The step '{failed.Id}' under 'finally' failed: {failed.Error}"
            : !limit.IsCancellationRequested ? $"The step '{failed.Id}' under 'finally' was cancelled"
            : $"The steps under 'finally' took longer than {run.Options.FinallyLimit.TotalSeconds:0.###} s together: "
                + $"'{failed.Id}' did not complete";
        return (reports, end.Status == ExecutionStatus.Completed
            ? new(ExecutionStatus.Failed, why)
            : end with { Error = $"{end.Error} ({why})" });
    }

    private static IReadOnlyList<StepReport> NotReached(IReadOnlyList<PlannedStep> steps, StepAddress? caller)
        => [.. steps.Select(step => StepReport.NotReached(step, StepAddress.Of(caller, step.Step.Id)))];

    private EvaluationScope MakeScope(PlannedPlaybook playbook, IReadOnlyDictionary<string, object?> parameters)
        => new(new RunValues
        {
            Parameters = parameters,
            Credentials = run.Credentials.Known,
            SlotCount = playbook.SlotCount,
            IsCheck = run.IsCheck,
            Playbook = playbook.Path,
            MakeExecution = _makeExecution,
        });

    private static Dictionary<string, object?> Execution(RunState run, string path) => new(StringComparer.Ordinal)
    {
        ["id"] = run.ExecutionId,
        ["started_at"] = run.StartedAt.ToString("O", CultureInfo.InvariantCulture),
        ["playbook"] = path,
    };

    /// <summary>
    /// The end of the playbook before a step that must not begin any more; completed when the step may begin.
    /// </summary>
    private PlaybookEnd EndBefore(PlannedStep step, StepLane lane)
        => run.HaltReason is string reason ? new(ExecutionStatus.Failed, reason)
            : lane.IsCancelled ? new(ExecutionStatus.Cancelled, $"The run was cancelled before step '{step.Step.Id}'")
            : new(ExecutionStatus.Completed, null);

    /// <summary>The consequence of a step's end for its playbook.</summary>
    private PlaybookEnd Consequence(PlannedStep step, StepReport report) => report.Status switch
    {
        _ when run.HaltReason is string reason => new(ExecutionStatus.Failed, reason),
        StepStatus.Cancelled => new(ExecutionStatus.Cancelled, $"Step '{report.Id}' was cancelled"),
        StepStatus.Failed when step.Step.OnFailure != FailureAction.Continue => new(
            report.TimedOut ? ExecutionStatus.TimedOut : ExecutionStatus.Failed,
            $"Step '{report.Id}' failed: {report.Error}"),
        _ => new(ExecutionStatus.Completed, null),
    };

    private (IReadOnlyDictionary<string, object?> Outputs, PlaybookEnd End) Outputs(
        PlannedPlaybook playbook, EvaluationScope scope, PlaybookEnd end)
    {
        if (playbook.Outputs.Count == 0 || end.Status != ExecutionStatus.Completed)
        {
            return (PlaybookValues.EmptyMap, end);
        }

        Dictionary<string, object?> outputs = new(playbook.Outputs.Count, StringComparer.Ordinal);
        foreach ((string name, Expression value, bool isSecret) in playbook.Outputs)
        {
            try
            {
                object? output = value.Value(scope);
                ValueBounds.Check(output);
                output = isSecret ? SecretText.Hide(output) : output;
                run.Redactor.AddAll(output);
                outputs[name] = output;
            }
            catch (TemplateException exception) when (run.IsCheck && exception.LacksStep)
            {
                // A step that check mode skipped would have given this output. Steps that need the output are skipped
                // too.
            }
            catch (TemplateException exception)
            {
                string why = $"The output '{name}' cannot be had: {exception.Message}";
                return (PlaybookValues.EmptyMap, new(ExecutionStatus.Failed, why));
            }
        }

        return (outputs, end);
    }

    /// <summary>The end of the playbook so far.</summary>
    private readonly record struct PlaybookEnd(ExecutionStatus Status, string? Error);
}
