using System.Globalization;
using Playbooks.Templates;
using Playbooks.Values;

namespace Playbooks;

/// <summary>Runs the steps of a playbook in order, then those at its end: the root and every nested one alike.</summary>
internal sealed class PlaybookRunner(RunState run, StepRunner steps)
{
    // Once for all playbooks of the run, and not a delegate for each.
    private readonly Func<string, IReadOnlyDictionary<string, object?>> _makeExecution = path => Execution(run, path);

    /// <param name="playbook">What to run.</param>
    /// <param name="parameters">Every declared parameter, fitted; null when the run was cancelled before they were: then nothing runs, not even what stands at the end.</param>
    /// <param name="caller">The step that runs it; null for the root.</param>
    /// <param name="lane">Where its steps run; just entered.</param>
    public async ValueTask<PlaybookOutcome> RunAsync(
        PlannedPlaybook playbook, IReadOnlyDictionary<string, object?>? parameters, StepAddress? caller, Lane lane)
    {
        long start = lane.EndOfLast;
        EvaluationScope scope = MakeScope(playbook, parameters ?? PlaybookValues.EmptyMap);
        StepReport[] reports = new StepReport[playbook.Steps.Count];
        int executed = 0;
        List<Undo>? undo = null;
        IReadOnlyList<StepReport> rollback = [];
        PlaybookEnd end = new(ExecutionStatus.Completed, null);
        for (int i = 0; i < reports.Length; i++)
        {
            PlannedStep step = playbook.Steps[i];
            StepAddress address = StepAddress.Of(caller, step.Step.Id);
            end = end.Status == ExecutionStatus.Completed ? EndBefore(step, lane) : end;
            if (end.Status != ExecutionStatus.Completed)
            {
                reports[i] = StepRun.NotReached(step, address).Report;
                continue;
            }

            StepRun done = await steps.RunAsync(step, scope, address, lane).ConfigureAwait(false);
            reports[i] = done.Report;
            executed += done.Report.WasStarted ? 1 : 0;
            if (done.Undo.Length > 0)
            {
                (undo ??= []).AddRange(done.Undo);
            }

            if (done.Report.Status is StepStatus.Completed or StepStatus.Failed)
            {
                scope.Values.SetOutputs(step.Slot, done.Outputs);
            }

            end = Consequence(step, done.Report);
            if (end.Status is ExecutionStatus.Failed or ExecutionStatus.TimedOut && step.Step.OnFailure == FailureAction.Rollback && run.HaltReason is null)
            {
                rollback = await RollbackRunner.RunAsync(steps, undo ?? [], lane).ConfigureAwait(false);
                end = end with { Error = end.Error + RollbackRunner.Remark(rollback) };
                undo = null;
            }
        }

        IReadOnlyDictionary<string, object?> outputs = PlaybookValues.EmptyMap;
        if (end.Status == ExecutionStatus.Completed)
        {
            (outputs, end) = Outputs(playbook, scope);
        }

        IReadOnlyList<StepReport> last = [];
        if (playbook.Finally.Count > 0)
        {
            (last, end) = parameters is null
                ? ([.. playbook.Finally.Select(step => StepRun.NotReached(step, StepAddress.Of(caller, step.Step.Id)).Report)], end)
                : await RunFinallyAsync(playbook, scope, caller, end).ConfigureAwait(false);
        }

        outputs = end.Status == ExecutionStatus.Completed ? outputs : PlaybookValues.EmptyMap;
        return new PlaybookOutcome(Report(playbook, (start, playbook.Finally.Count > 0 ? run.Clock.Timestamp : lane.EndOfLast), end, outputs, new StepLists(reports, rollback, last)), outputs, undo?.ToArray() ?? [], executed);
    }

    private ExecutionReport Report(PlannedPlaybook playbook, (long Start, long End) time, PlaybookEnd end, IReadOnlyDictionary<string, object?> outputs, StepLists lists) => new()
    {
        ExecutionId = run.ExecutionId,
        Playbook = playbook.Path,
        Status = end.Status,
        StartedAt = run.Clock.At(time.Start),
        Duration = run.Clock.Between(time.Start, time.End),
        Error = end.Error is null ? null : run.Redactor.Mask(end.Error),
        Outputs = PlaybookValues.IsEmpty(outputs) ? outputs : run.Redactor.Mask(outputs),
        Steps = lists.Steps,
        Rollback = lists.Rollback,
        Finally = lists.Finally,
    };

    /// <summary>All of them, whatever became of the others; not cancelled with the run, but within their own limit.</summary>
    private async ValueTask<(IReadOnlyList<StepReport> Reports, PlaybookEnd End)> RunFinallyAsync(
        PlannedPlaybook playbook, EvaluationScope scope, StepAddress? caller, PlaybookEnd end)
    {
        scope.Values.Execution = new Dictionary<string, object?>(Execution(run, playbook.Path), StringComparer.Ordinal)
        {
            ["status"] = SnakeCase.Of(end.Status),
            ["error"] = end.Error,
        };
        using CancellationTokenSource limit = new(run.Options.FinallyLimit, run.TimeProvider);
        using Lane lane = run.Control.NewLane(run.TimeProvider, run.Clock.Timestamp, limit.Token);
        List<StepReport> reports = [];
        StepReport? failed = null;
        foreach (PlannedStep step in playbook.Finally)
        {
            StepAddress address = StepAddress.Of(caller, step.Step.Id);
            StepRun done = run.HaltReason is not null || lane.IsCancelled
                ? StepRun.NotReached(step, address)
                : await steps.RunAsync(step, scope, address, lane).ConfigureAwait(false);
            scope.Values.SetOutputs(step.Slot, done.Report.Status is StepStatus.Completed or StepStatus.Failed ? done.Outputs : null);
            reports.Add(done.Report);
            if (done.Report.Status is not (StepStatus.Completed or StepStatus.Skipped) && step.Step.OnFailure != FailureAction.Continue)
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

        string why = failed.Status == StepStatus.Failed ? $"The step '{failed.Id}' at the end failed: {failed.Error}"
            : limit.IsCancellationRequested ? $"The steps at the end took longer than {run.Options.FinallyLimit.TotalSeconds:0.###} s together: '{failed.Id}' did not complete"
            : $"The step '{failed.Id}' at the end was cancelled";
        return (reports, end.Status == ExecutionStatus.Completed ? new(ExecutionStatus.Failed, why) : end with { Error = $"{end.Error} ({why})" });
    }

    private EvaluationScope MakeScope(PlannedPlaybook playbook, IReadOnlyDictionary<string, object?> parameters) => new(new RunValues
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

    /// <summary>How the playbook ends before a step that may not begin any more; completed when it may.</summary>
    private PlaybookEnd EndBefore(PlannedStep step, Lane lane)
        => run.HaltReason is string reason ? new(ExecutionStatus.Failed, reason)
            : lane.IsCancelled ? new(ExecutionStatus.Cancelled, $"The run was cancelled before step '{step.Step.Id}'")
            : new(ExecutionStatus.Completed, null);

    /// <summary>What a step's end means for its playbook.</summary>
    private PlaybookEnd Consequence(PlannedStep step, StepReport report) => report.Status switch
    {
        _ when run.HaltReason is string reason => new(ExecutionStatus.Failed, reason),
        StepStatus.Cancelled => new(ExecutionStatus.Cancelled, $"Step '{report.Id}' was cancelled"),
        StepStatus.Failed when step.Step.OnFailure != FailureAction.Continue
            => new(report.TimedOut ? ExecutionStatus.TimedOut : ExecutionStatus.Failed, $"Step '{report.Id}' failed: {report.Error}"),
        _ => new(ExecutionStatus.Completed, null),
    };

    private (IReadOnlyDictionary<string, object?> Outputs, PlaybookEnd End) Outputs(PlannedPlaybook playbook, EvaluationScope scope)
    {
        if (playbook.Outputs.Count == 0)
        {
            return (PlaybookValues.EmptyMap, new(ExecutionStatus.Completed, null));
        }

        Dictionary<string, object?> outputs = new(playbook.Outputs.Count, StringComparer.Ordinal);
        foreach ((string name, Expression value) in playbook.Outputs)
        {
            try
            {
                object? output = value.Value(scope);
                ValueBounds.Check(output);
                outputs[name] = output;
            }
            catch (TemplateException exception) when (run.IsCheck && exception.LacksStep)
            {
                // A step that was skipped would have given it: who needs it is skipped too.
            }
            catch (TemplateException exception)
            {
                return (PlaybookValues.EmptyMap, new(ExecutionStatus.Failed, $"The output '{name}' cannot be had: {exception.Message}"));
            }
        }

        return (outputs, new(ExecutionStatus.Completed, null));
    }

    private readonly record struct StepLists(IReadOnlyList<StepReport> Steps, IReadOnlyList<StepReport> Rollback, IReadOnlyList<StepReport> Finally);

    /// <summary>How the playbook has ended so far.</summary>
    private readonly record struct PlaybookEnd(ExecutionStatus Status, string? Error);
}
