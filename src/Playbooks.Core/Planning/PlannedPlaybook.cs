namespace Playbooks;

/// <summary>A playbook as it will run: the very content that was checked.</summary>
public sealed class PlannedPlaybook
{
    private readonly VerificationLock _records;
    private int _state = -1;
    private int _effect = -1;
    private bool? _hasRollback;

    /// <param name="records">As they stood when it was planned.</param>
    internal PlannedPlaybook(LibraryFile file, Playbook playbook, VerificationLock records)
    {
        File = file;
        Playbook = playbook;
        _records = records;
    }

    /// <summary>Its path in the library.</summary>
    public string Path => File.Path.Value;

    /// <summary>Its content, as it was written.</summary>
    public Playbook Playbook { get; }

    /// <summary>SHA-256 of its bytes, in lower-case hexadecimal.</summary>
    public string Sha256 => File.Sha256;

    /// <summary>How it stood to its verification when it was planned.</summary>
    public VerificationState State
    {
        get
        {
            // Computed on demand, for a cold start: see docs/performance.md, "Starting".
            if (_state < 0)
            {
                _state = (int)VerificationStates.Of(File, _records);
            }

            return (VerificationState)_state;
        }
    }

    /// <summary>The revision that was verified; 0 when there is none.</summary>
    public int Revision => _records.Find(File.Path)?.Revision ?? 0;

    /// <summary>Its steps in order.</summary>
    public IReadOnlyList<PlannedStep> Steps { get; internal set; } = [];

    /// <summary>What runs at its end, however it ended.</summary>
    public IReadOnlyList<PlannedStep> Finally { get; internal set; } = [];

    /// <summary>What it does to the world: as bad as the worst of its steps, those that undo them and those at its end included.</summary>
    public StepEffect Effect
    {
        get
        {
            // Asked once a playbook: a nest in which each calls the next one many times has no end of paths.
            if (_effect < 0)
            {
                _effect = (int)WorstEffect();
            }

            return (StepEffect)_effect;
        }
    }

    internal LibraryFile File { get; }

    /// <summary>Whether any of its steps, at any level, says how it is undone. Asked once a playbook, as its effect is.</summary>
    internal bool HasRollback => _hasRollback ??= Steps.Any(step => step.Rollback.Count > 0 || step.Nested?.HasRollback == true);

    /// <summary>How many steps stand in the file, those under <c>rollback</c> and <c>finally</c> included.</summary>
    internal int SlotCount { get; set; }

    internal IReadOnlyList<PlannedOutput> Outputs { get; set; } = [];

    /// <inheritdoc/>
    public override string ToString() => Path;

    private StepEffect WorstEffect()
    {
        // Unknown is never shown as safe: one step that may change something makes the whole mutating, one unknown step the rest unknown.
        StepEffect effect = StepEffect.ReadOnly;
        foreach (PlannedStep step in WithRollback(Steps.Concat(Finally)))
        {
            StepEffect of = step.Effect;
            effect = of == StepEffect.Mutating || effect == StepEffect.Mutating ? StepEffect.Mutating
                : of == StepEffect.Unknown ? StepEffect.Unknown
                : effect;
        }

        return effect;
    }

    private static IEnumerable<PlannedStep> WithRollback(IEnumerable<PlannedStep> steps)
        => steps.SelectMany(step => WithRollback(step.Rollback).Prepend(step));
}
