using Playbooks.Templates;
using Playbooks.Values;

namespace Playbooks;

/// <summary>Runs a step once for each item of its list or map, a limited number at a time.</summary>
/// <remarks>The loop is one step. Its report contains the reports of its iterations.</remarks>
internal sealed class LoopRunner(RunState run, StepRunner steps)
{
    public async ValueTask<StepOutcome> RunAsync(
        PlannedStep step, EvaluationScope scope, StepAddress address, StepLane lane)
    {
        // The step's time limit applies to each iteration. The loop as a whole has none; it can only be skipped.
        CancellationToken limit = lane.Begin(address, timeout: null);
        try
        {
            StepOutcome outcome = await RunAsync(step, scope, address, limit, lane.Root).ConfigureAwait(false);
            return outcome.Status == StepStatus.Cancelled && lane.IsSkipped
                ? outcome with { Status = StepStatus.Skipped, Error = null }
                : outcome;
        }
        finally
        {
            lane.End();
        }
    }

    private async ValueTask<StepOutcome> RunAsync(
        PlannedStep step,
        EvaluationScope scope,
        StepAddress address,
        CancellationToken limit,
        CancellationToken root)
    {
        IReadOnlyList<LoopItem> items;
        try
        {
            if (step.Condition is not null && !step.HasConditionPerItem
                && !ValueComparison.Truth(step.Condition.Value(scope), "when"))
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

        EndedStep[] done = await RunAllAsync(step, scope, address, items, limit, root).ConfigureAwait(false);
        return Combine(done, items, limit);
    }

    private async Task<EndedStep[]> RunAllAsync(
        PlannedStep step,
        EvaluationScope scope,
        StepAddress address,
        IReadOnlyList<LoopItem> items,
        CancellationToken limit,
        CancellationToken root)
    {
        EndedStep[] done = [.. items.Select(item => EndedStep.NotReached(step, address.ForKey(item.Key)))];
        bool[] replayed = new bool[items.Count];
        int next = -1;
        bool stopped = false;

        async Task RunOneAsync(int index, StepLane lane)
        {
            LoopItem item = items[index];
            done[index] = await steps
                .RunAsync(step, scope.For(item), address.ForKey(item.Key), lane)
                .ConfigureAwait(false);
            if (done[index].Outcome.Status == StepStatus.Failed && step.Step.OnFailure != FailureAction.Continue)
            {
                // The iterations under way go on to their end; no other one starts.
                Volatile.Write(ref stopped, true);
            }
        }

        async Task WorkAsync()
        {
            using StepLane lane = run.Control.NewLane(run.TimeProvider, limit, root);
            int index;
            while (!Volatile.Read(ref stopped) && !lane.IsCancelled && run.HaltReason is null
                && (index = Interlocked.Increment(ref next)) < items.Count)
            {
                if (!replayed[index])
                {
                    await RunOneAsync(index, lane).ConfigureAwait(false);
                }
            }

            if (run.Journal is RunJournal journal)
            {
                // This worker is done, but the others may take long.
                await journal.FlushAsync().ConfigureAwait(false);
            }
        }

        if (run.Replay is JournalReplay replay)
        {
            // Replayed in the order in which they ended. So variables get the same values, and no iteration starts
            // after a failure.
            using StepLane lane = run.Control.NewLane(run.TimeProvider, limit, root);
            foreach (int index in Enumerable.Range(0, items.Count)
                .Where(index => replay.EndOf(address.ForKey(items[index].Key)) is not null)
                .OrderBy(index => replay.EndOf(address.ForKey(items[index].Key))))
            {
                await RunOneAsync(index, lane).ConfigureAwait(false);
                replayed[index] = true;
            }
        }

        int workers = Math.Min(step.Step.MaximumParallel, items.Count);
        if (workers <= 1)
        {
            await WorkAsync().ConfigureAwait(false);
        }
        else
        {
            // Each worker begins on a thread of the pool: a handler that blocks must not delay the others.
            IEnumerable<Task> working = Enumerable
                .Range(0, workers)
                .Select(_ => Task.Run(WorkAsync, CancellationToken.None));
            await Task.WhenAll(working).ConfigureAwait(false);
        }

        return done;
    }

    private StepOutcome Combine(EndedStep[] done, IReadOnlyList<LoopItem> items, CancellationToken limit)
    {
        StepReport[] reports = [.. done.Select(one => one.Report)];
        StepReport[] failed = [.. reports.Where(report => report.Status == StepStatus.Failed)];
        Dictionary<string, object?> outputs = new(StringComparer.Ordinal)
        {
            ["results"] = done.Select(one => (object?)one.Outcome.Outputs).ToArray(),
            ["keys"] = items.Select(item => (object?)item.Key).ToArray(),
            ["count"] = (long)items.Count,
            ["failed_count"] = (long)failed.Length,
        };
        StepReport? first = failed.FirstOrDefault();
        bool isEnding = limit.IsCancellationRequested;
        bool isCancelled = Array.Exists(
            reports,
            one => one.Status == StepStatus.Cancelled || (one.Status == StepStatus.Pending && isEnding));
        string? error = isCancelled ? "The step was cancelled"
            : first is null ? run.HaltReason
            : $"{failed.Length} of {items.Count} iterations failed; the first, {first.Address.Key}: {first.Error}";
        StepStatus status = isCancelled ? StepStatus.Cancelled
            : error is null ? StepStatus.Completed
            : StepStatus.Failed;
        return new StepOutcome(status, Attempts: reports.Any(report => report.WasStarted) ? 1 : 0)
        {
            Outputs = outputs,
            Error = error,
            TimedOut = !isCancelled && first?.TimedOut == true,
            Iterations = reports,
            Rollback = [.. done.SelectMany(one => one.Outcome.Rollback)],
        };
    }
}
