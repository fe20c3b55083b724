using System.Collections.Immutable;

namespace Playbooks.Templates;

/// <summary>
/// The values of one playbook's run. Steps write them one after the other; parallel iterations may set variables at the
/// same time.
/// </summary>
internal sealed class RunValues
{
    private readonly StepOutputs[] _outputs = [];
    private IReadOnlyDictionary<string, object?>? _execution;
    private ImmutableDictionary<string, object?> _variables = ImmutableDictionary<string, object?>.Empty;

    /// <summary>The value of every declared parameter; null for one that was not given and has no default.</summary>
    public required IReadOnlyDictionary<string, object?> Parameters { get; init; }

    /// <summary>The credentials that the nest asks for, by name.</summary>
    public IReadOnlyDictionary<string, Credential> Credentials { get; init; }
        = ImmutableDictionary<string, Credential>.Empty;

    /// <summary>True when the run only predicts. Then the outputs of skipped steps may be missing.</summary>
    public bool IsCheck { get; init; }

    /// <summary>The path of the playbook.</summary>
    public string Playbook { get; init; } = "";

    /// <summary>
    /// Makes the value of <c>execution</c> for a playbook's path, when a template first refers to it.
    /// </summary>
    public Func<string, IReadOnlyDictionary<string, object?>> MakeExecution { get; init; }
        = _ => PlaybookValues.EmptyMap;

    /// <summary>The value of <c>execution</c>.</summary>
    public IReadOnlyDictionary<string, object?> Execution
    {
        get => _execution ??= MakeExecution(Playbook);
        set => _execution = value;
    }

    /// <summary>The number of steps whose outputs can be kept.</summary>
    public int SlotCount { get => _outputs.Length; init => _outputs = new StepOutputs[value]; }

    /// <summary>The variables that were set.</summary>
    public IReadOnlyDictionary<string, object?> Variables => _variables;

    /// <summary>The outputs of the step with that <see cref="PlannedStep.Slot"/>; null when it did not run.</summary>
    public IReadOnlyDictionary<string, object?>? OutputsOf(int slot) => _outputs[slot].Values;

    /// <summary>
    /// Keeps the outputs of a step in place of earlier ones. Their dictionary does not change: a later step cannot
    /// change what an earlier one saw.
    /// </summary>
    public void SetOutputs(int slot, IReadOnlyDictionary<string, object?>? outputs)
        => _outputs[slot] = new StepOutputs(outputs);

    /// <summary>Sets a variable.</summary>
    public void Set(string name, object? value)
        => ImmutableInterlocked.AddOrUpdate(ref _variables, name, value, (_, _) => value);

    // A struct, because storing a reference into an array of an interface type costs a check of the array's real type.
    private readonly record struct StepOutputs(IReadOnlyDictionary<string, object?>? Values);
}
