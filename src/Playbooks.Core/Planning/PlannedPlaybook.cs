using Playbooks.Templates;

namespace Playbooks;

/// <summary>A playbook as it will run: the very content that was checked.</summary>
public sealed class PlannedPlaybook
{
    private int _effect = -1;

    internal PlannedPlaybook(LibraryFile file, Playbook playbook)
    {
        File = file;
        Playbook = playbook;
    }

    /// <summary>Its path in the library.</summary>
    public string Path => File.Path.Value;

    /// <summary>Its content, as it was written.</summary>
    public Playbook Playbook { get; }

    /// <summary>SHA-256 of its bytes, in lower-case hexadecimal.</summary>
    public string Sha256 => File.Sha256;

    /// <summary>How it stood to its verification when it was planned.</summary>
    public VerificationState State { get; internal set; }

    /// <summary>The revision that was verified; 0 when there is none.</summary>
    public int Revision { get; internal set; }

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

    /// <summary>How many steps stand in the file, those under <c>rollback</c> and <c>finally</c> included.</summary>
    internal int SlotCount { get; set; }

    internal IReadOnlyList<KeyValuePair<string, Expression>> Outputs { get; set; } = [];

    /// <inheritdoc/>
    public override string ToString() => Path;

    /// <summary>The step at that address, of this playbook as the root; null when there is none.</summary>
    internal PlannedStep? Find(StepAddress address)
    {
        PlannedStep? above = address.Parent is null ? null : Find(address.Parent);
        IEnumerable<PlannedStep> steps = address.Parent is null ? Steps.Concat(Finally)
            : address.IsRollback ? above?.Rollback ?? []
            : above?.Nested is PlannedPlaybook nested ? nested.Steps.Concat(nested.Finally)
            : [];
        return steps.FirstOrDefault(step => step.Step.Id == address.StepId);
    }

    /// <summary>Whether the step at that address, of this playbook as the root, belongs to what stands under <c>finally</c> at any level.</summary>
    internal bool IsAtTheEnd(StepAddress address)
    {
        for (StepAddress? part = address; part is not null; part = part.Parent)
        {
            PlannedPlaybook? owner = part.IsRollback ? null : part.Parent is null ? this : Find(part.Parent)?.Nested;
            if (owner?.Finally.Any(step => step.Step.Id == part.StepId) == true)
            {
                return true;
            }
        }

        return false;
    }

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
