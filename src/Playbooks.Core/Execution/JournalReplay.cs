using Playbooks.Storage;
using Playbooks.Templates;

namespace Playbooks;

/// <summary>What the journal tells of a run's earlier life: the steps that ended, and what they gave. The engine walks the plan as ever, and takes these from here.</summary>
internal sealed class JournalReplay
{
    private readonly Dictionary<string, JournalEntry> _finished = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _failedAttempts = new(StringComparer.Ordinal);
    private readonly List<string> _underWay = [];

    public JournalReplay(IEnumerable<JournalEntry> entries)
    {
        foreach (JournalEntry entry in entries)
        {
            LastSequence = Math.Max(LastSequence, entry.Sequence);
            Add(entry);
            if (entry.Next is not null)
            {
                _underWay.Add(entry.Next);
            }
        }
    }

    public long LastSequence { get; }

    /// <summary>The steps that were begun, not ended, and may not simply be repeated.</summary>
    public IReadOnlyList<string> UnderWay => _underWay;

    /// <summary>How many attempts at a step had failed.</summary>
    public int FailedAttempts(StepAddress address) => _failedAttempts.Count == 0 ? 0 : _failedAttempts.GetValueOrDefault(address.ToString());

    /// <summary>What became of a step, its variables set again; null when it has to be run. What contains other steps is always walked again: they are in the journal themselves.</summary>
    public StepOutcome? Take(PlannedStep step, EvaluationScope scope, StepAddress address)
    {
        bool isContainer = step.Nested is not null || (step.ForEach is not null && address.Key is null);
        if (!_finished.TryGetValue(address.ToString(), out JournalEntry? entry) || (isContainer && entry.Status != StepStatus.Skipped))
        {
            return null;
        }

        IReadOnlyDictionary<string, object?> variables = JournalValues.Read(entry.Variables);
        foreach ((string name, object? value) in variables)
        {
            scope.Values.Set(name, value);
        }

        StepDetails details = new() { Journalled = entry, Variables = variables };
        return new StepOutcome(entry.Status, entry.Attempts, JournalValues.Read(entry.Outputs), entry.Error, entry.TimedOut, details);
    }

    private void Add(JournalEntry entry)
    {
        // What was cancelled is still under way: the process died before the run had ended.
        if (entry.Address is not string address || entry.Status == StepStatus.Cancelled)
        {
            return;
        }

        _underWay.Remove(address);
        if (entry.Kind == JournalEntryKind.AttemptFailed)
        {
            _failedAttempts[address] = entry.Attempts;
        }
        else if (entry.Status != StepStatus.Pending)
        {
            _finished[address] = entry;
        }
    }
}
