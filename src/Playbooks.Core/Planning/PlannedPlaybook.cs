namespace Playbooks;

/// <summary>A playbook as it will run: exactly the content that was checked.</summary>
public sealed class PlannedPlaybook
{
    private readonly VerificationLock _records;
    private int _state = -1;
    private int _effect = -1;
    private bool? _hasRollback;

    /// <param name="records">The verification records, as they were when the playbook was planned.</param>
    internal PlannedPlaybook(LibraryFile file, Playbook playbook, VerificationLock records)
    {
        File = file;
        Playbook = playbook;
        _records = records;
    }

    /// <summary>The playbook's path in the library.</summary>
    public string Path => File.Path.Value;

    /// <summary>The playbook's content, as it was written.</summary>
    public Playbook Playbook { get; }

    /// <summary>The SHA-256 of the file's bytes, in lower-case hexadecimal.</summary>
    public string Sha256 => File.Sha256;

    /// <summary>The playbook's verification state when it was planned.</summary>
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

    /// <summary>The steps in order.</summary>
    public IReadOnlyList<PlannedStep> Steps { get; internal set; } = [];

    /// <summary>The steps under <c>finally</c>, which run at the playbook's end, however it ended.</summary>
    public IReadOnlyList<PlannedStep> Finally { get; internal set; } = [];

    /// <summary>
    /// The effect on the world: the worst effect of all steps, rollback steps and <c>finally</c> steps included.
    /// </summary>
    public StepEffect Effect
    {
        get
        {
            // Computed once for each playbook: a nest in which each calls the next many times has exponentially many
            // paths.
            if (_effect < 0)
            {
                _effect = (int)WorstEffect();
            }

            return (StepEffect)_effect;
        }
    }

    internal LibraryFile File { get; }

    /// <summary>
    /// True when any step, at any level, has rollback steps. Computed once for each playbook, as its effect is.
    /// </summary>
    internal bool HasRollback
        => _hasRollback ??= Steps.Any(step => step.Rollback.Count > 0 || step.Nested?.HasRollback == true);

    /// <summary>The number of steps in the file, those under <c>rollback</c> and <c>finally</c> included.</summary>
    internal int SlotCount { get; set; }

    internal IReadOnlyList<PlannedOutput> Outputs { get; set; } = [];

    /// <inheritdoc/>
    public override string ToString() => Path;

    private StepEffect WorstEffect()
    {
        // Unknown is never shown as safe. One step that may change something makes the whole mutating; one unknown step
        // makes the rest unknown.
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
