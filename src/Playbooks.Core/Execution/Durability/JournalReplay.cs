using Playbooks.Storage;
using Playbooks.Templates;

namespace Playbooks;

/// <summary>
/// What the journal tells of a run's earlier life: the steps that ended, and what they gave. The engine walks the plan as ever, and takes
/// these from here. What contains other steps is walked again only when that may be needed to undo them.
/// </summary>
internal sealed class JournalReplay
{
    private readonly Dictionary<string, JournalEntry> _finished = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<JournalEntry>> _failedAttempts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<JournalEntry>> _variablesOfIterations = new(StringComparer.Ordinal);
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);
    private readonly Lazy<ReportAssembler> _reports;

    public JournalReplay(string executionId, PlaybookPlan plan, IReadOnlyList<JournalEntry> entries)
        : this(entries, () => JournalReport.Assembler(executionId, plan, entries))
    {
    }

    private JournalReplay(IReadOnlyList<JournalEntry> entries, Func<ReportAssembler> makeReports)
    {
        _reports = new(makeReports);
        List<string> underWay = [];
        foreach (JournalEntry entry in entries)
        {
            LastSequence = Math.Max(LastSequence, entry.Sequence);
            if (entry.Address is string address)
            {
                Begin(address);
                underWay.Remove(address);
                Add(address, entry);
            }

            if (entry.Next is not null)
            {
                Begin(entry.Next);
                underWay.Add(entry.Next);
            }
        }

        // What ended as a whole, such as a playbook that took too long, ended with all its parts.
        UnderWay = [.. underWay.Where(address => StepAddress.TryParse(address, out StepAddress? of) && !IsClosed(of))];
    }

    /// <summary><see cref="UnderWay"/> alone, which takes no plan.</summary>
    public static IReadOnlyList<string> UnderWayIn(IReadOnlyList<JournalEntry> entries)
        => new JournalReplay(entries, () => throw new InvalidOperationException("There is no plan to report of.")).UnderWay;

    public long LastSequence { get; }

    /// <summary>The steps that were begun, not ended, and may not simply be repeated.</summary>
    public IReadOnlyList<string> UnderWay { get; }

    /// <summary>Whether anything below that address has begun, such as below another attempt at a nested playbook.</summary>
    public bool HasBegun(StepAddress address) => _begun.Contains(address.ToString());

    /// <summary>Where in the journal the step ended; null when it did not.</summary>
    public long? EndOf(StepAddress address) => _finished.GetValueOrDefault(address.ToString())?.Sequence;

    /// <summary>How many attempts at a step had failed; the variables that they set are set again.</summary>
    public int TakeFailedAttempts(StepAddress address, EvaluationScope scope)
    {
        if (_failedAttempts.Count == 0 || !_failedAttempts.TryGetValue(address.ToString(), out List<JournalEntry>? failed))
        {
            return 0;
        }

        failed.ForEach(entry => SetVariables(entry, scope));
        return failed[^1].Attempts;
    }

    /// <summary>What became of a step, its variables set again; null when it has to be run, or walked.</summary>
    public StepOutcome? Take(PlannedStep step, EvaluationScope scope, StepAddress address)
    {
        if (!_finished.TryGetValue(address.ToString(), out JournalEntry? entry))
        {
            // Part of a whole that has ended without it.
            return IsClosed(address) ? StepOutcome.NotBegun : null;
        }

        bool isLoop = step.ForEach is not null && address.Key is null;
        if ((isLoop || step.Nested is not null) && MayBeUndone(step, isLoop, entry))
        {
            return null;
        }

        if (isLoop && _variablesOfIterations.TryGetValue(address.ToString(), out List<JournalEntry>? iterations))
        {
            iterations.ForEach(iteration => SetVariables(iteration, scope));
        }

        TakeFailedAttempts(address, scope);
        SetVariables(entry, scope);
        StepReport? whole = isLoop || step.Nested is not null ? _reports.Value.Assemble(step, address) : null;
        return Outcome(entry) with { Nested = whole?.Nested, Iterations = whole?.Iterations };
    }

    /// <summary>A step that was walked to know how to undo it is what it was when it ended.</summary>
    public StepOutcome Settle(StepAddress address, StepOutcome walked)
    {
        if (!_finished.TryGetValue(address.ToString(), out JournalEntry? entry))
        {
            return walked;
        }

        // Without its parts it could not be undone, and nobody would know.
        return entry.Status == StepStatus.Completed && walked.Status == StepStatus.Failed
            ? walked with { Error = $"It completed before the run was resumed, but how to undo it cannot be told any more: {walked.Error}" }
            : Outcome(entry) with { Nested = walked.Nested, Iterations = walked.Iterations, Rollback = walked.Rollback };
    }

    private static StepOutcome Outcome(JournalEntry entry) => new(entry.Status, entry.Attempts)
    {
        Outputs = JournalValues.Read(entry.Outputs),
        Error = entry.Error,
        TimedOut = entry.TimedOut,
        Journalled = entry,
    };

    private static void SetVariables(JournalEntry entry, EvaluationScope scope)
    {
        foreach ((string name, object? value) in JournalValues.Read(entry.Variables))
        {
            scope.Values.Set(name, value);
        }
    }

    /// <summary>Whether its caller may have to undo its parts one by one.</summary>
    private static bool MayBeUndone(PlannedStep step, bool isLoop, JournalEntry entry)
        => (isLoop && step.Rollback.Count > 0)
            || (step.Nested?.HasRollback == true && (step.Rollback.Count == 0 || entry.Status != StepStatus.Completed));

    /// <summary>Whether it is part of a step, or of an attempt, that has ended.</summary>
    private bool IsClosed(StepAddress address)
    {
        // What undoes a step runs when that step has ended: there the parts of it end.
        for (StepAddress? at = address; at is not null && (!at.IsRollback || at.Key is not null);)
        {
            if (at.Whole is null && at.Parent is StepAddress attempt && HasBegun(attempt.ForAttempt(attempt.Attempt + 1)))
            {
                return true;
            }

            at = at.Whole ?? at.Parent?.ForAttempt(1);
            if (at is not null && _finished.ContainsKey(at.ToString()))
            {
                return true;
            }
        }

        return false;
    }

    private void Begin(string address)
    {
        // No key holds a slash.
        for (int slash = address.LastIndexOf('/'); slash > 0 && _begun.Add(address[..slash]); slash = address.LastIndexOf('/', slash - 1))
        {
        }
    }

    private void Add(string address, JournalEntry entry)
    {
        if (entry.Kind == JournalEntryKind.AttemptFailed)
        {
            if (!_failedAttempts.TryGetValue(address, out List<JournalEntry>? failed))
            {
                _failedAttempts[address] = failed = [];
            }

            failed.Add(entry);
        }
        else if (entry.Status != StepStatus.Pending)
        {
            _finished[address] = entry;
        }

        NoteVariables(address, entry);
    }

    private void NoteVariables(string address, JournalEntry entry)
    {
        if (entry.Variables is null)
        {
            return;
        }

        if (StepAddress.TryParse(address, out StepAddress? of) && of.Whole is StepAddress loop)
        {
            if (!_variablesOfIterations.TryGetValue(loop.ToString(), out List<JournalEntry>? iterations))
            {
                _variablesOfIterations[loop.ToString()] = iterations = [];
            }

            iterations.Add(entry);
        }
    }
}
