using Playbooks.Storage;
using Playbooks.Templates;

namespace Playbooks;

/// <summary>
/// Replays a run's journal: the steps that ended, and their outputs. The engine walks the plan as usual and takes these
/// results from here. A loop or a nested playbook is walked again only when its parts may have to be undone.
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

        // A whole that has ended, such as a playbook that exceeded its time limit, ended all its parts.
        UnderWay = [.. underWay.Where(address => StepAddress.TryParse(address, out StepAddress? of) && !IsClosed(of))];
    }

    /// <summary>Gets <see cref="UnderWay"/> alone, without a plan.</summary>
    public static IReadOnlyList<string> UnderWayIn(IReadOnlyList<JournalEntry> entries)
        => new JournalReplay(
            entries, () => throw new InvalidOperationException("There is no plan to report of.")).UnderWay;

    public long LastSequence { get; }

    /// <summary>The steps that began, have not ended and must not be repeated without a decision.</summary>
    public IReadOnlyList<string> UnderWay { get; }

    /// <summary>
    /// Tells if a step below the address has begun, for example below another attempt at a nested playbook.
    /// </summary>
    public bool HasBegun(StepAddress address) => _begun.Contains(address.ToString());

    /// <summary>Gets the sequence of the entry that ended the step; null when the step did not end.</summary>
    public long? EndOf(StepAddress address) => _finished.GetValueOrDefault(address.ToString())?.Sequence;

    /// <summary>Gets the number of failed attempts at a step, and sets the variables that they set.</summary>
    public int TakeFailedAttempts(StepAddress address, EvaluationScope scope)
    {
        if (_failedAttempts.Count == 0
            || !_failedAttempts.TryGetValue(address.ToString(), out List<JournalEntry>? failed))
        {
            return 0;
        }

        failed.ForEach(entry => SetVariables(entry, scope));
        return failed[^1].Attempts;
    }

    /// <summary>
    /// Gets the outcome of a step and sets its variables; null when the step has to be run or walked.
    /// </summary>
    public StepOutcome? Take(PlannedStep step, EvaluationScope scope, StepAddress address)
    {
        if (!_finished.TryGetValue(address.ToString(), out JournalEntry? entry))
        {
            // Part of a whole that ended before the step began.
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

    /// <summary>Gives a step that was walked, only to know how to undo it, the status with which it ended.</summary>
    public StepOutcome Settle(StepAddress address, StepOutcome walked)
    {
        if (!_finished.TryGetValue(address.ToString(), out JournalEntry? entry))
        {
            return walked;
        }

        // Without its parts the step could not be undone, and the report would not show that.
        return entry.Status == StepStatus.Completed && walked.Status == StepStatus.Failed
            ? walked with
            {
                Error = "It completed before the run was resumed, "
                    + $"but how to undo it cannot be told any more: {walked.Error}",
            }
            : Outcome(entry) with
            {
                Nested = walked.Nested,
                Iterations = walked.Iterations,
                Rollback = walked.Rollback,
            };
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

    /// <summary>True when the parts of the step may have to be undone one by one.</summary>
    private static bool MayBeUndone(PlannedStep step, bool isLoop, JournalEntry entry)
        => (isLoop && step.Rollback.Count > 0)
            || (step.Nested?.HasRollback == true && (step.Rollback.Count == 0 || entry.Status != StepStatus.Completed));

    /// <summary>True when the address is part of a step, or of an attempt, that has ended.</summary>
    private bool IsClosed(StepAddress address)
    {
        // A rollback step runs after its step has ended. So the search stops there.
        for (StepAddress? at = address; at is not null && (!at.IsRollback || at.Key is not null);)
        {
            if (at.Whole is null && at.Parent is StepAddress attempt
                && HasBegun(attempt.ForAttempt(attempt.Attempt + 1)))
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
        // Keys contain no slashes.
        for (int slash = address.LastIndexOf('/');
            slash > 0 && _begun.Add(address[..slash]);
            slash = address.LastIndexOf('/', slash - 1))
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
