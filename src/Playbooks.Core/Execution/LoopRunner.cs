using Playbooks.Templates;
using Playbooks.Values;

namespace Playbooks;

/// <summary>Runs a step once for each item of its list or map, so many at a time. The loop is one step; its iterations stand in its report.</summary>
internal sealed class LoopRunner(RunState run, StepRunner steps)
{
    public async ValueTask<StepOutcome> RunAsync(PlannedStep step, EvaluationScope scope, StepAddress address, CancellationToken limit)
    {
        IReadOnlyList<LoopItem> items;
        try
        {
            if (step.Condition is not null && !step.HasConditionPerItem && !ValueComparison.Truth(step.Condition.Value(scope), "when"))
            {
                return StepOutcome.Skipped;
            }

            items = LoopItem.Of(step.ForEach!.Value(scope), text => run.Redactor.Mask(text) != text);
        }
        catch (TemplateException exception) when (run.IsCheck && exception.LacksStep)
        {
            return StepOutcome.Skipped;
        }
        catch (TemplateException exception)
        {
            return StepOutcome.Failed(0, exception.Message);
        }

        StepRun[] runs = await RunAllAsync(step, scope, address, items, limit).ConfigureAwait(false);
        return Combine(runs, items, limit);
    }

    private async Task<StepRun[]> RunAllAsync(PlannedStep step, EvaluationScope scope, StepAddress address, IReadOnlyList<LoopItem> items, CancellationToken limit)
    {
        StepRun[] runs = [.. items.Select(item => StepRun.NotReached(step, address.ForKey(item.Key)))];
        bool[] done = new bool[items.Count];
        int next = -1;
        bool stopped = false;

        async Task RunOneAsync(int index, Lane lane)
        {
            StepRun one = await steps.RunAsync(step, scope.For(items[index]), address.ForKey(items[index].Key), lane).ConfigureAwait(false);
            runs[index] = one;
            if (one.Report.Status == StepStatus.Failed && step.Step.OnFailure != FailureAction.Continue)
            {
                // Those under way are waited for; none is started any more.
                Volatile.Write(ref stopped, true);
            }
        }

        async Task WorkAsync()
        {
            using Lane lane = run.Control.NewLane(run.TimeProvider, run.Clock.Timestamp, limit);
            int index;
            while (!Volatile.Read(ref stopped) && !lane.IsCancelled && run.HaltReason is null && (index = Interlocked.Increment(ref next)) < items.Count)
            {
                if (!done[index])
                {
                    await RunOneAsync(index, lane).ConfigureAwait(false);
                }
            }

            if (run.Journal is RunJournal journal)
            {
                // This worker is done, the others may be busy for long.
                await journal.FlushAsync().ConfigureAwait(false);
            }
        }

        if (run.Replay is JournalReplay replay)
        {
            // In the order in which they ended: their variables are set as they were, and after a failure none is started.
            using Lane lane = run.Control.NewLane(run.TimeProvider, run.Clock.Timestamp, limit);
            foreach (int index in Enumerable.Range(0, items.Count).Where(index => replay.EndOf(address.ForKey(items[index].Key)) is not null)
                .OrderBy(index => replay.EndOf(address.ForKey(items[index].Key))))
            {
                await RunOneAsync(index, lane).ConfigureAwait(false);
                done[index] = true;
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

    private StepOutcome Combine(StepRun[] runs, IReadOnlyList<LoopItem> items, CancellationToken limit)
    {
        StepReport[] reports = [.. runs.Select(one => one.Report)];
        StepReport[] failed = [.. reports.Where(report => report.Status == StepStatus.Failed)];
        Dictionary<string, object?> outputs = new(StringComparer.Ordinal)
        {
            ["results"] = runs.Select(one => (object?)one.Outputs).ToArray(),
            ["keys"] = items.Select(item => (object?)item.Key).ToArray(),
            ["count"] = (long)items.Count,
            ["failed_count"] = (long)failed.Length,
        };
        StepDetails details = new() { Iterations = reports, Undo = [.. runs.SelectMany(one => one.Undo)] };
        int attempts = reports.Any(report => report.WasStarted) ? 1 : 0;
        if (Array.Exists(reports, report => report.Status == StepStatus.Cancelled || (report.Status == StepStatus.Pending && limit.IsCancellationRequested)))
        {
            return new StepOutcome(StepStatus.Cancelled, attempts, outputs, "The step was cancelled", Details: details);
        }

        string? error = failed.Length > 0 ? $"{failed.Length} of {items.Count} iterations failed; the first, {failed[0].Address.Key}: {failed[0].Error}" : run.HaltReason;
        return new StepOutcome(error is null ? StepStatus.Completed : StepStatus.Failed, attempts, outputs, error, failed.Length > 0 && failed[0].TimedOut, details);
    }
}
