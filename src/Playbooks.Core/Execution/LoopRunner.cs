using Playbooks.Templates;

namespace Playbooks;

/// <summary>Runs a step once for each item of its list or map, so many at a time. The loop is one step; its iterations stand in its report.</summary>
internal sealed class LoopRunner(RunState run, PlaybookRunner playbooks)
{
    public async ValueTask<StepOutcome> RunAsync(PlannedStep step, EvaluationScope scope, StepAddress address, CancellationToken cancellationToken)
    {
        IReadOnlyList<LoopItem> items;
        try
        {
            if (step.Condition is not null && !step.HasConditionPerItem && !Values.Truth(step.Condition.Value(scope), "when"))
            {
                return StepOutcome.Skipped;
            }

            items = LoopItem.Of(step.ForEach!.Value(scope), text => run.Redactor.Mask(text) != text);
        }
        catch (TemplateException exception)
        {
            return StepOutcome.Failed(0, exception.Message);
        }

        StepRun[] runs = await RunAllAsync(step, scope, address, items, cancellationToken).ConfigureAwait(false);
        return Combine(runs, items, cancellationToken);
    }

    private async Task<StepRun[]> RunAllAsync(
        PlannedStep step, EvaluationScope scope, StepAddress address, IReadOnlyList<LoopItem> items, CancellationToken cancellationToken)
    {
        StepRun[] runs = [.. items.Select(item => StepRun.NotReached(step, address.ForKey(item.Key)))];
        int next = -1;
        bool stopped = false;

        async Task WorkAsync()
        {
            int index;
            while (!Volatile.Read(ref stopped) && !cancellationToken.IsCancellationRequested && (index = Interlocked.Increment(ref next)) < items.Count)
            {
                StepRun one = await playbooks.RunStepAsync(step, scope.For(items[index]), address.ForKey(items[index].Key), cancellationToken).ConfigureAwait(false);
                runs[index] = one;
                if (one.Report.Status == StepStatus.Failed && step.Step.OnFailure != FailureAction.Continue)
                {
                    // Those under way are waited for; none is started any more.
                    Volatile.Write(ref stopped, true);
                }
            }
        }

        int workers = Math.Min(step.Step.MaximumParallel, items.Count);
        if (workers <= 1)
        {
            await WorkAsync().ConfigureAwait(false);
        }
        else
        {
            // Each begins on a thread of the pool: a handler that blocks must not hold up the others.
            await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(WorkAsync, CancellationToken.None))).ConfigureAwait(false);
        }

        return runs;
    }

    private static StepOutcome Combine(StepRun[] runs, IReadOnlyList<LoopItem> items, CancellationToken cancellationToken)
    {
        StepReport[] reports = [.. runs.Select(one => one.Report)];
        StepReport[] failed = [.. reports.Where(report => report.Status == StepStatus.Failed)];
        Dictionary<string, object?> outputs = new(StringComparer.Ordinal)
        {
            ["results"] = runs.Select(one => (object?)one.Outcome.Outputs).ToArray(),
            ["count"] = (long)items.Count,
            ["failed_count"] = (long)failed.Length,
        };
        Undo[] undo = [.. runs.SelectMany(one => one.Outcome.Undo ?? [])];
        int attempts = reports.Any(report => report.WasStarted) ? 1 : 0;
        bool cancelled = cancellationToken.IsCancellationRequested && reports.Any(report => report.Status is StepStatus.Cancelled or StepStatus.Pending);
        if (cancelled)
        {
            return new StepOutcome(StepStatus.Cancelled, attempts, outputs, "The step was cancelled", Iterations: reports, Undo: undo);
        }

        string? error = failed.Length == 0 ? null
            : $"{failed.Length} of {items.Count} iterations failed; the first, {failed[0].Address.Key}: {failed[0].Error}";
        return new StepOutcome(
            error is null ? StepStatus.Completed : StepStatus.Failed,
            attempts,
            outputs,
            error,
            failed.Length > 0 && failed[0].TimedOut,
            Iterations: reports,
            Undo: undo);
    }
}
