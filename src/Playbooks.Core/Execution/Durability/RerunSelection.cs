using Playbooks.Storage;

namespace Playbooks;

/// <summary>
/// Selects the entries of an earlier run's journal that a rerun begins with: those of the steps before its first step.
/// </summary>
internal sealed class RerunSelection
{
    private readonly string _executionId;
    private readonly string _from;
    private readonly PlannedStepIndex _index;
    private readonly Dictionary<string, int> _lastAttempts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _before = new(StringComparer.Ordinal);

    private RerunSelection(string executionId, string from, PlaybookPlan plan)
    {
        _executionId = executionId;
        _from = from;
        _index = new PlannedStepIndex(plan.Root);
    }

    /// <param name="executionId">The id of the earlier run.</param>
    /// <param name="plan">The plan of the playbook as it is now.</param>
    /// <param name="journal">The journal of the earlier run.</param>
    /// <param name="from">The address of the step to begin at.</param>
    /// <param name="now">The present.</param>
    /// <returns>The first entries of the new run's journal, in the order of the earlier one; never empty.</returns>
    /// <exception cref="ResumeException">The step does not exist, or a step before it has not completed or was
    /// undone.</exception>
    public static IReadOnlyList<JournalEntry> Select(
        string executionId,
        PlaybookPlan plan,
        IReadOnlyList<JournalEntry> journal,
        string from,
        DateTimeOffset now)
        => StepAddress.TryParse(from, out StepAddress? address)
            ? new RerunSelection(executionId, from, plan).Select(plan.Root, address, journal, now)
            : throw new ResumeException(
                executionId, $"'{from}' is not an address of a step; it looks like deploy or deploy/restart.");

    private List<JournalEntry> Select(
        PlannedPlaybook root, StepAddress address, IReadOnlyList<JournalEntry> journal, DateTimeOffset now)
    {
        CollectBefore(root, address);
        List<(StepAddress Address, JournalEntry Entry)> ended = [];
        foreach (JournalEntry entry in journal)
        {
            if (entry.Kind is JournalEntryKind.Finished or JournalEntryKind.Decided
                && entry.Status != StepStatus.Pending
                && StepAddress.TryParse(entry.Address, out StepAddress? of))
            {
                ended.Add((of, entry));
                NoteAttempts(of);
            }
        }

        Dictionary<string, JournalEntry> kept = new(StringComparer.Ordinal);
        foreach ((StepAddress of, JournalEntry entry) in ended.Where(
            one => IsOfLastAttempts(one.Address) && TopOf(one.Address) is not null))
        {
            kept[of.WithoutAttempts().ToString()] = entry;
        }

        foreach (string place in _before)
        {
            if (!kept.TryGetValue(place, out JournalEntry? entry) || !IsDone(place, entry))
            {
                throw new ResumeException(
                    _executionId,
                    $"Step '{place}' comes before '{_from}' and has not completed in that run; "
                    + "rerun from it, or from one before it.");
            }
        }

        foreach ((StepAddress of, _) in ended.Where(one => IsOfLastAttempts(one.Address)))
        {
            // A nested playbook that failed, and was allowed to, may have undone its own steps.
            if (UndoneOf(of) is StepAddress undone
                && TopOf(undone) is string top && kept[top].Status != StepStatus.Failed)
            {
                throw new ResumeException(
                    _executionId,
                    $"Step '{undone}' comes before '{_from}' and was rolled back in that run; "
                    + "rerun from it, or from one before it.");
            }
        }

        long sequence = 0;
        return
        [
            .. kept.Select(entry => entry.Value with
            {
                Sequence = ++sequence,
                Kind = JournalEntryKind.Finished,
                Address = entry.Key,
                // Only the last attempt at a nested playbook is kept. It is the first attempt of this run.
                Attempts = Find(entry.Key)?.Nested is null ? entry.Value.Attempts : Math.Min(1, entry.Value.Attempts),
                Next = null,
            }),
            new JournalEntry { Sequence = ++sequence, Kind = JournalEntryKind.Resumed, StartedAt = now },
        ];
    }

    /// <summary>Collects the steps before the address, at each level above it.</summary>
    private void CollectBefore(PlannedPlaybook root, StepAddress address)
    {
        Stack<StepAddress> path = [];
        for (StepAddress? part = address; part is not null; part = part.Parent)
        {
            path.Push(part);
        }

        PlannedPlaybook? playbook = root;
        StepAddress? caller = null;
        foreach (StepAddress part in path)
        {
            int index = playbook is null || part.IsRollback || part.Key is not null
                ? -1
                : playbook.Steps.ToList().FindIndex(step => step.Step.Id == part.StepId);
            if (index < 0)
            {
                throw new ResumeException(
                    _executionId,
                    $"There is no step '{_from}' to rerun from in '{root.Path}'; "
                    + "it is the address of a step under 'steps', not of an iteration or of what undoes a step.");
            }

            IEnumerable<PlannedStep> earlier = playbook!.Steps.Take(index);
            _before.UnionWith(earlier.Select(step => StepAddress.Of(caller, step.Step.Id).ToString()));
            caller = StepAddress.Of(caller, part.StepId);
            playbook = playbook.Steps[index].ForEach is null ? playbook.Steps[index].Nested : null;
        }
    }

    /// <summary>
    /// True when a step has ended so that later steps could run. A failure that the playbook allows counts.
    /// </summary>
    private bool IsDone(string place, JournalEntry entry)
        => entry.Status is StepStatus.Completed or StepStatus.Skipped
            || (entry.Status == StepStatus.Failed && Find(place)?.Step.OnFailure == FailureAction.Continue);

    private PlannedStep? Find(string place)
        => StepAddress.TryParse(place, out StepAddress? address) ? _index.Find(address) : null;

    private void NoteAttempts(StepAddress address)
    {
        for (StepAddress? above = address.Parent; above is not null; above = above.Parent)
        {
            string place = above.ForAttempt(1).ToString();
            _lastAttempts[place] = Math.Max(above.Attempt, _lastAttempts.GetValueOrDefault(place));
        }
    }

    private bool IsOfLastAttempts(StepAddress address)
    {
        for (StepAddress? above = address.Parent; above is not null; above = above.Parent)
        {
            if (_lastAttempts[above.ForAttempt(1).ToString()] != above.Attempt)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Gets the step that the step at the address undid; null when it is not part of a rollback.</summary>
    private static StepAddress? UndoneOf(StepAddress address)
    {
        for (StepAddress? part = address; part is not null; part = part.Parent)
        {
            if (part.IsRollback)
            {
                return part.Parent;
            }
        }

        return null;
    }

    /// <summary>Gets the earlier step that the address belongs to; null when there is none.</summary>
    private string? TopOf(StepAddress address)
    {
        for (StepAddress? part = address; part is not null; part = part.Parent)
        {
            if (_before.Contains(part.Path))
            {
                return part.Path;
            }
        }

        return null;
    }
}
