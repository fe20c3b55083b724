using Playbooks.Reading;
using Playbooks.Templates;

namespace Playbooks;

/// <summary>
/// The values that the templates of a step can refer to, as far as planning knows. It grows from step to step.
/// </summary>
internal sealed class PlanningScope : IReferenceResolver
{
    private static readonly string[] ExecutionKeys = ["id", "started_at", "playbook"];
    private static readonly string[] FinallyKeys = [.. ExecutionKeys, "status", "error"];
    private static readonly string[] LoopKeys = ["index", "index0", "length", "key"];
    private static readonly StepOutput[] LoopOutputs =
    [
        new("results", "The outputs of each iteration, in order.", ParameterType.List),
        new("keys", "What names each iteration in its address, in the same order.", ParameterType.List),
        new("count", "How many items there were.", ParameterType.Integer),
        new("failed_count", "How many iterations failed.", ParameterType.Integer),
    ];

    private readonly Dictionary<string, EarlierStep> _earlier = new(StringComparer.Ordinal);
    private readonly HashSet<string> _variables = new(StringComparer.Ordinal);
    private readonly Playbook _playbook;
    private readonly ISet<string> _credentials;
    private readonly Dictionary<string, int> _slots;
    private bool _anyVariable;
    private bool _inFinally;
    private string? _given;

    public PlanningScope(Playbook playbook, ISet<string> credentials)
        : this(playbook, credentials, [])
    {
        AddSlots(playbook.Steps);
        AddSlots(playbook.Finally);
    }

    private PlanningScope(Playbook playbook, ISet<string> credentials, Dictionary<string, int> slots)
    {
        _playbook = playbook;
        _credentials = credentials;
        _slots = slots;
    }

    /// <summary>The number of steps in the file.</summary>
    public int SlotCount => _slots.Count;

    /// <summary>True when the template is inside a loop, so that there is an item.</summary>
    public bool InLoop { get; set; }

    /// <summary>True when a template referred to the item since this was last set to false.</summary>
    public bool UsedItem { get; set; }

    /// <summary>The condition of the step that is being planned, as it was written.</summary>
    public string? Condition { get; set; }

    /// <summary>The index of a step's outputs.</summary>
    public int SlotOf(string id) => _slots[id];

    /// <summary>Notes that a step has run: later templates can refer to its outputs.</summary>
    /// <param name="mayBeSkipped">True when the step has no outputs if its condition is false.</param>
    public void Pass(PlaybookStep step, StepDefinition definition, Playbook? nested, bool mayBeSkipped)
        => Pass(step, definition, nested, isLoop: step.ForEach is not null, mayBeSkipped ? step.When?.Text : null);

    /// <summary>
    /// A copy for the steps that undo a step; later steps cannot refer to them. The undone step has completed. For a
    /// loop, they see the one iteration.
    /// </summary>
    public PlanningScope ForUndoing(PlaybookStep step, StepDefinition definition, Playbook? nested)
    {
        PlanningScope branch = new(_playbook, _credentials, _slots)
        {
            _inFinally = _inFinally,
            InLoop = InLoop,
            _anyVariable = _anyVariable,
            _given = step.When?.Text,
        };
        foreach ((string id, EarlierStep earlier) in _earlier)
        {
            branch._earlier.Add(id, earlier);
        }

        branch._variables.UnionWith(_variables);
        branch.Pass(step, definition, nested, isLoop: false, condition: null);
        return branch;
    }

    /// <summary>
    /// A scope for the steps under <c>finally</c>: they see all other steps, any of which may not have run.
    /// </summary>
    public PlanningScope ForFinally()
    {
        PlanningScope scope = new(_playbook, _credentials, _slots) { _inFinally = true, _anyVariable = _anyVariable };
        foreach ((string id, EarlierStep earlier) in _earlier)
        {
            scope._earlier.Add(id, earlier with { MayBeMissing = true });
        }

        scope._variables.UnionWith(_variables);
        return scope;
    }

    private void AddSlots(IReadOnlyList<PlaybookStep> steps)
    {
        foreach (PlaybookStep step in steps)
        {
            _slots.TryAdd(step.Id, _slots.Count);
            AddSlots(step.Rollback);
        }
    }

    private void Pass(PlaybookStep step, StepDefinition definition, Playbook? nested, bool isLoop, string? condition)
    {
        IEnumerable<StepOutput> outputs = isLoop ? LoopOutputs
            : definition.Outputs.Concat(nested?.Outputs.Select(output => new StepOutput(output.Name, "")) ?? []);
        _earlier[step.Id] = new EarlierStep(condition, [.. outputs], IsOpen: definition.HasOpenOutputs && !isLoop);
        _anyVariable |= definition.HasOpenVariables;
        if (definition.VariableParameter is string parameter
            && step.Parameters.Find(parameter)?.Value is ScalarValue { Text: string name })
        {
            _anyVariable |= name.Contains("{{", StringComparison.Ordinal);
            _variables.Add(name);
        }
    }

    /// <inheritdoc/>
    public Expression Resolve(
        IReadOnlyList<string> path, out int used, Action<DiagnosticDescriptor, string, string?> report)
    {
        used = Math.Min(2, path.Count);
        string? name = path.Count > 1 ? path[1] : null;
        switch (path[0])
        {
            case "parameter" when name is not null:
                return Parameter(name, report);
            case "variable" when name is not null:
                return Variable(name, report);
            case "step" when name is not null:
                return Step(path, name, out used, report);
            case "credential" when name is not null:
                _credentials.Add(name);
                return new CredentialReference(name);
            case "execution":
                used = 1;
                CheckKey("execution", name, _inFinally ? FinallyKeys : ExecutionKeys, report);
                return new ExecutionReference();
            case "item" when InLoop:
                used = 1;
                UsedItem = true;
                return new ItemReference();
            case "loop" when InLoop:
                used = 1;
                UsedItem = true;
                CheckKey("loop", name, LoopKeys, report);
                return new LoopReference();
            case "item" or "loop":
                report(DiagnosticDescriptors.NotInScope, $"There is no '{path[0]}' outside a loop", null);
                return Unknown(path, out used);
        }

        // The bare name of a parameter, as older playbooks write it.
        if (Declares(path[0]))
        {
            used = 1;
            return new ParameterReference(path[0], TypeOf(path[0]));
        }

        string problem = TemplateCompiler.Roots.Contains(path[0], StringComparer.Ordinal)
            ? $"'{path[0]}' needs a name behind it, as in {path[0]}.name,"
            : $"Unknown reference '{string.Join('.', path)}'";
        report(
            DiagnosticDescriptors.UnknownReference,
            problem,
            Suggestion.For(
                path[0],
                [.. _playbook.Parameters.Select(parameter => parameter.Name), .. TemplateCompiler.Roots]));
        return Unknown(path, out used);
    }

    private static UnresolvedReference Unknown(IReadOnlyList<string> path, out int used)
    {
        used = path.Count;
        return new UnresolvedReference();
    }

    private bool Declares(string name) => _playbook.Parameters.Any(parameter => parameter.Name == name);

    private ParameterType TypeOf(string name)
        => _playbook.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Type ?? ParameterType.Any;

    private ParameterReference Parameter(string name, Action<DiagnosticDescriptor, string, string?> report)
    {
        if (!Declares(name))
        {
            report(
                DiagnosticDescriptors.UnknownParameter,
                $"Unknown parameter '{name}'",
                Suggestion.For(name, _playbook.Parameters.Select(parameter => parameter.Name)));
        }

        return new ParameterReference(name, TypeOf(name));
    }

    private VariableReference Variable(string name, Action<DiagnosticDescriptor, string, string?> report)
    {
        if (!_anyVariable && !_variables.Contains(name))
        {
            report(
                DiagnosticDescriptors.UnknownVariable,
                $"No earlier step sets the variable '{name}'",
                Suggestion.For(name, _variables));
        }

        return new VariableReference(name);
    }

    private Expression Step(
        IReadOnlyList<string> path,
        string id,
        out int used,
        Action<DiagnosticDescriptor, string, string?> report)
    {
        string? key = path.Count > 2 ? path[2] : null;
        used = key is null ? 2 : 3;
        ParameterType type = ParameterType.Any;
        if (_earlier.TryGetValue(id, out EarlierStep? earlier))
        {
            CheckMayBeSkipped(id, earlier, report);
            type = Array.Find(earlier.Outputs, output => output.Name == key)?.Type ?? ParameterType.Any;
            if (!earlier.IsOpen)
            {
                CheckKey($"Step '{id}'", key, [.. earlier.Outputs.Select(output => output.Name)], report);
            }
        }
        else if (_playbook.Steps.Concat(_playbook.Finally).Any(step => step.Id == id))
        {
            report(DiagnosticDescriptors.LaterStep, $"Step '{id}' has not run by then", null);
        }
        else
        {
            report(
                DiagnosticDescriptors.UnknownStep,
                $"Unknown step '{id}'",
                Suggestion.For(id, _playbook.Steps.Select(step => step.Id)));
        }

        int slot = _slots.GetValueOrDefault(id, -1);
        return slot < 0 ? new UnresolvedReference()
            : key is null ? new StepReference(id, slot)
            : new StepOutputReference(id, slot, key, type);
    }

    /// <summary>
    /// Warns of a step that may have no outputs because of its condition. A step under the same condition has run
    /// whenever this one runs.
    /// </summary>
    private void CheckMayBeSkipped(string id, EarlierStep earlier, Action<DiagnosticDescriptor, string, string?> report)
    {
        string? condition = earlier.Condition;
        if (earlier.MayBeMissing)
        {
            report(
                DiagnosticDescriptors.MayBeSkipped,
                $"Step '{id}' may not have run when 'finally' does; without its outputs this fails",
                null);
        }
        else if (condition is not null && condition != Condition && condition != _given)
        {
            report(
                DiagnosticDescriptors.MayBeSkipped,
                $"Step '{id}' is skipped unless {condition}; without its outputs this fails",
                null);
        }
    }

    private static void CheckKey(
        string what, string? key, string[] known, Action<DiagnosticDescriptor, string, string?> report)
    {
        if (key is not null && !known.Contains(key, StringComparer.Ordinal))
        {
            report(
                DiagnosticDescriptors.UnknownOutput,
                $"{what} has no output '{key}'",
                Suggestion.For(key, known) ?? $"It has: {string.Join(", ", known)}.");
        }
    }

    /// <summary>A step that has run by then.</summary>
    /// <param name="Condition">The condition without which it is skipped; null when it always runs.</param>
    /// <param name="Outputs">The step's outputs.</param>
    /// <param name="IsOpen">True when it may have other outputs too.</param>
    /// <param name="MayBeMissing">True when the playbook may have ended before it.</param>
    private sealed record EarlierStep(string? Condition, StepOutput[] Outputs, bool IsOpen, bool MayBeMissing = false);
}
