using Playbooks.Storage;

namespace Playbooks;

/// <summary>Which entries of an earlier run's journal a rerun begins with: those of the steps before the one that it begins at.</summary>
internal static class RerunSelection
{
    /// <param name="executionId">The earlier run.</param>
    /// <param name="plan">The playbook as it is now.</param>
    /// <param name="journal">Of the earlier run.</param>
    /// <param name="from">Where to begin.</param>
    /// <exception cref="ResumeException">There is no such step, or one before it has not completed.</exception>
    public static IReadOnlyList<JournalEntry> Select(string executionId, PlaybookPlan plan, IReadOnlyList<JournalEntry> journal, string from)
    {
        if (!StepAddress.TryParse(from, out StepAddress? address))
        {
            throw new ResumeException(executionId, $"'{from}' is no address of a step; it looks like deploy or deploy/restart.");
        }

        // By place in the plan: another attempt or iteration of an earlier run does not matter for what comes before.
        HashSet<string> before = new(StringComparer.Ordinal);
        CollectBefore(executionId, plan.Root, address, from, before);
        Dictionary<string, JournalEntry> kept = new(StringComparer.Ordinal);
        foreach (JournalEntry entry in journal)
        {
            if (entry.Kind is JournalEntryKind.Finished or JournalEntryKind.Decided && StepAddress.TryParse(entry.Address, out StepAddress? of) && before.Contains(TopOf(of, before) ?? ""))
            {
                // The last attempt counts, and is the first one of the rerun.
                kept[of.WithoutAttempts().ToString()] = entry;
            }
        }

        foreach (string place in before)
        {
            if (!kept.TryGetValue(place, out JournalEntry? entry) || entry.Status is not (StepStatus.Completed or StepStatus.Skipped))
            {
                throw new ResumeException(executionId, $"Step '{place}' comes before '{from}' and has not completed in that run; rerun from it, or from one before it.");
            }
        }

        long sequence = 0;
        return [.. kept.Select(entry => entry.Value with { Sequence = ++sequence, Kind = JournalEntryKind.Finished, Address = entry.Key, Attempts = 1, Next = null })];
    }

    /// <summary>The steps before that address, at each level above it.</summary>
    private static void CollectBefore(string executionId, PlannedPlaybook root, StepAddress address, string from, HashSet<string> before)
    {
        List<StepAddress> path = [];
        for (StepAddress? part = address; part is not null; part = part.Parent)
        {
            path.Insert(0, part);
        }

        PlannedPlaybook? playbook = root;
        StepAddress? caller = null;
        foreach (StepAddress part in path)
        {
            int index = playbook is null || part.IsRollback || part.Key is not null ? -1 : playbook.Steps.ToList().FindIndex(step => step.Step.Id == part.StepId);
            if (index < 0)
            {
                throw new ResumeException(executionId, $"There is no step '{from}' to rerun from in '{root.Path}'; it is the address of a step under 'steps', not of an iteration or of what undoes a step.");
            }

            before.UnionWith(playbook!.Steps.Take(index).Select(step => StepAddress.Of(caller, step.Step.Id).ToString()));
            caller = StepAddress.Of(caller, part.StepId);
            playbook = playbook.Steps[index].Nested;
        }
    }

    /// <summary>The step among those that this one is, or is a part of.</summary>
    private static string? TopOf(StepAddress address, HashSet<string> before)
    {
        for (StepAddress? part = address; part is not null; part = part.Parent)
        {
            if (before.Contains(part.Path))
            {
                return part.Path;
            }
        }

        return null;
    }
}
