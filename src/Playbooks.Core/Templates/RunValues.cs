using System.Collections.Immutable;

namespace Playbooks.Templates;

/// <summary>The values of one playbook's run. Steps write them one after the other; parallel iterations may set variables at the same time.</summary>
internal sealed class RunValues
{
    private readonly StepOutputs[] _outputs = [];
    private IReadOnlyDictionary<string, object?>? _execution;
    private ImmutableDictionary<string, object?> _variables = ImmutableDictionary<string, object?>.Empty;

    /// <summary>Every declared parameter; null for one that was neither given nor has a default.</summary>
    public required IReadOnlyDictionary<string, object?> Parameters { get; init; }

    /// <summary>The credentials that the nest asks for, by name.</summary>
    public IReadOnlyDictionary<string, Credential> Credentials { get; init; } = ImmutableDictionary<string, Credential>.Empty;

    /// <summary>Whether the run only predicts: then steps may lack what skipped ones would have given.</summary>
    public bool IsCheck { get; init; }

    /// <summary>The path of the playbook.</summary>
    public string Playbook { get; init; } = "";

    /// <summary>Makes what <c>execution</c> gives in a playbook of that path, if ever it is asked for.</summary>
    public Func<string, IReadOnlyDictionary<string, object?>> MakeExecution { get; init; } = _ => PlaybookValues.EmptyMap;

    /// <summary>What <c>execution</c> gives.</summary>
    public IReadOnlyDictionary<string, object?> Execution
    {
        get => _execution ??= MakeExecution(Playbook);
        set => _execution = value;
    }

    /// <summary>How many steps there are whose outputs can be kept.</summary>
    public int SlotCount { get => _outputs.Length; init => _outputs = new StepOutputs[value]; }

    /// <summary>The variables that were set.</summary>
    public IReadOnlyDictionary<string, object?> Variables => _variables;

    /// <summary>The outputs of the step with that <see cref="PlannedStep.Slot"/>; null when it did not run.</summary>
    public IReadOnlyDictionary<string, object?>? OutputsOf(int slot) => _outputs[slot].Values;

    /// <summary>Keeps them: a later step cannot change what an earlier one saw.</summary>
    public void SetOutputs(int slot, IReadOnlyDictionary<string, object?>? outputs) => _outputs[slot] = new StepOutputs(outputs);

    /// <summary>Sets a variable.</summary>
    public void Set(string name, object? value) => ImmutableInterlocked.AddOrUpdate(ref _variables, name, value, (_, _) => value);

    // To put an interface into an array of it costs a check of what the array really holds; into an array of structs it does not.
    private readonly record struct StepOutputs(IReadOnlyDictionary<string, object?>? Values);
}
