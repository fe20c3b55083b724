using Playbooks.Reading;
using Playbooks.Templates;
using Playbooks.Values;

namespace Playbooks;

/// <summary>Checks the steps of one playbook and compiles their templates.</summary>
internal sealed class StepPlanner(
    StepRegistry registry, DiagnosticBag diagnostics, ISet<string> credentials, bool allowProcesses)
{
    /// <param name="node">The playbook, which was read without errors.</param>
    /// <param name="target">Takes the result.</param>
    /// <param name="planned">The planned playbooks of the nest. A playbook with errors is missing.</param>
    public void Plan(NestNode node, PlannedPlaybook target, IReadOnlyDictionary<NestNode, PlannedPlaybook> planned)
    {
        Playbook playbook = target.Playbook;
        PlanningScope scope = new(playbook, credentials);
        foreach (PlaybookParameter parameter in playbook.Parameters)
        {
            CollectCredential(parameter, parameter.Default);
        }

        target.Steps = PlanSteps(playbook.Steps, node, scope, planned);
        target.SlotCount = scope.SlotCount;
        TemplateCompiler compiler = new(scope, node.Source, diagnostics);
        RejectRollback(playbook.Finally);
        target.Finally = PlanSteps(playbook.Finally, node, scope.ForFinally(), planned);
        target.Outputs =
        [
            .. playbook.Outputs.Select(
                output => new PlannedOutput(output.Name, compiler.Compile(output.Value), output.IsSecret)),
        ];
    }

    /// <summary>
    /// Rejects <c>rollback</c> and <c>on_failure: rollback</c> under <c>finally</c>: nothing is rolled back after these
    /// steps.
    /// </summary>
    private void RejectRollback(IReadOnlyList<PlaybookStep> finallySteps)
    {
        foreach (PlaybookStep step in finallySteps)
        {
            if (step.Rollback.Count > 0)
            {
                diagnostics.Add(
                    DiagnosticDescriptors.WrongValue,
                    step.Rollback[0].Location,
                    $"Step '{step.Id}' is under 'finally': nothing would run its 'rollback'");
            }

            if (step.OnFailure == FailureAction.Rollback)
            {
                diagnostics.Add(
                    DiagnosticDescriptors.WrongValue,
                    step.Location,
                    $"Step '{step.Id}' is under 'finally', where nothing is rolled back: "
                    + "'on_failure' is abort or continue there");
            }
        }
    }

    private List<PlannedStep> PlanSteps(
        IReadOnlyList<PlaybookStep> steps,
        NestNode node,
        PlanningScope scope,
        IReadOnlyDictionary<NestNode, PlannedPlaybook> planned)
    {
        List<PlannedStep> result = new(steps.Count);
        foreach (PlaybookStep step in steps)
        {
            if (PlanStep(step, node, scope, planned) is PlannedStep plannedStep)
            {
                result.Add(plannedStep);
            }
        }

        return result;
    }

    /// <summary>Plans a step. Returns null when an error leaves nothing to run.</summary>
    private PlannedStep? PlanStep(
        PlaybookStep step,
        NestNode node,
        PlanningScope scope,
        IReadOnlyDictionary<NestNode, PlannedPlaybook> planned)
    {
        TemplateCompiler compiler = new(scope, node.Source, diagnostics);
        bool outerLoop = scope.InLoop;
        scope.InLoop |= step.ForEach is not null;
        scope.Condition = step.When?.Text;
        scope.UsedItem = false;
        Expression? condition = step.When is null ? null : compiler.CompileCondition(step.When);
        bool perItem = step.ForEach is not null && scope.UsedItem;
        scope.InLoop = outerLoop;
        // A condition that is evaluated for each item is evaluated after the items.
        scope.Condition = perItem ? null : step.When?.Text;
        Expression? forEach = CompileForEach(step, compiler);
        scope.Condition = step.When?.Text;
        scope.InLoop |= step.ForEach is not null;

        NestNode? callee = node.Called(step);
        Playbook? nested = callee?.File.Playbook;
        StepDefinition? definition = Definition(step);
        bool known = definition is not null && (step.Type != NestedPlaybook.Type || nested is not null);
        List<PlannedArgument> arguments = [];
        if (known)
        {
            arguments = PlanArguments(
                step, nested?.Parameters ?? definition!.Parameters, definition!.ConditionsParameter, compiler);
        }
        else
        {
            // Compiled only to report further faults in its templates.
            compiler.Compile(step.Parameters);
            definition = new StepDefinition { Type = step.Type, Description = "", HasOpenOutputs = true };
        }

        scope.Condition = null;
        // The scope is copied only for steps with a rollback: a copy for each step would make planning quadratic.
        List<PlannedStep> rollback = step.Rollback.Count == 0
            ? []
            : PlanSteps(step.Rollback, node, scope.ForUndoing(step, definition!, nested), planned);
        scope.Pass(step, definition!, nested, mayBeSkipped: condition is not null && !perItem);
        scope.InLoop = outerLoop;
        PlannedPlaybook? plannedCallee = callee is null ? null : planned.GetValueOrDefault(callee);
        return !known ? null : new PlannedStep(step, definition!, registry.Find(step.Type), plannedCallee)
        {
            Defaults = nested is not null ? [] :
            [
                .. definition!.Parameters.Where(parameter => parameter.Default is not null
                    && !arguments.Exists(argument => argument.Parameter.Name == parameter.Name)),
            ],
            Slot = scope.SlotOf(step.Id),
            OwnEffect = definition!.EffectOf?.Invoke(PlannedStep.ConstantsOf(definition.Parameters, arguments))
                ?? definition.Effect,
            Condition = condition,
            HasConditionPerItem = perItem,
            ForEach = forEach,
            Arguments = [.. arguments],
            Rollback = rollback,
            SecretOutputs = PlanSecretOutputs(step, definition!),
        };
    }

    private Expression? CompileForEach(PlaybookStep step, TemplateCompiler compiler)
    {
        if (step.ForEach is null)
        {
            if (step.MaximumParallel > 1)
            {
                diagnostics.Add(
                    DiagnosticDescriptors.WrongValue,
                    step.Location,
                    $"Step '{step.Id}' has 'max_parallel', but no 'for_each' to run in parallel");
            }

            return null;
        }

        Expression values = compiler.Compile(step.ForEach);
        if (values is ConstantExpression
            {
                Constant: not (IReadOnlyList<object?> or IReadOnlyDictionary<string, object?>),
            } constant)
        {
            diagnostics.Add(
                DiagnosticDescriptors.WrongValue,
                step.ForEach.Location,
                "'for_each' must be a list, a map or a template that gives one, "
                + $"not {ValueDescription.Of(constant.Constant)}");
        }
        else if (!ParameterValues.MayBe(values.KnownType, ParameterType.List)
            && !ParameterValues.MayBe(values.KnownType, ParameterType.Dict))
        {
            diagnostics.Add(
                DiagnosticDescriptors.WrongValue,
                step.ForEach.Location,
                "'for_each' must be a list, a map or a template that gives one, "
                + $"and this template gives {ParameterValues.Describe(values.KnownType)}");
        }

        return values;
    }

    private string[][] PlanSecretOutputs(PlaybookStep step, StepDefinition definition)
    {
        if (step.SecretOutputs.Count == 0)
        {
            return [];
        }

        if (step.Type == NestedPlaybook.Type)
        {
            diagnostics.Add(
                DiagnosticDescriptors.UnknownSecretOutput,
                step.SecretOutputs[0].Location,
                $"Step '{step.Id}' runs a playbook, which must declare its secret outputs itself: "
                + "its report is made before this step's",
                "In that playbook, declare the output as { value: …, secret: true }.");
            return [];
        }

        List<string[]> paths = [];
        string[] known = [.. definition.Outputs.Select(output => output.Name)];
        foreach (ScalarValue output in step.SecretOutputs)
        {
            string[] path = output.Text.Split('.');
            if (Array.Exists(path, string.IsNullOrWhiteSpace)
                || (!definition.HasOpenOutputs && !known.Contains(path[0], StringComparer.Ordinal)))
            {
                diagnostics.Add(
                    DiagnosticDescriptors.UnknownSecretOutput,
                    output.Location,
                    $"'{step.Type}' gives no output '{output.Text}'",
                    Suggestion.For(path[0], known)
                        ?? (known.Length == 0 ? "It gives none." : $"It gives: {string.Join(", ", known)}."));
                continue;
            }

            paths.Add(path);
        }

        return [.. paths];
    }

    private StepDefinition? Definition(PlaybookStep step)
    {
        StepDefinition? definition = step.Type == NestedPlaybook.Type
            ? NestedPlaybook.Definition
            : registry.Find(step.Type)?.Definition;
        if (definition is null)
        {
            string known = string.Join(", ", registry.Definitions.Select(candidate => candidate.Type));
            diagnostics.Add(
                DiagnosticDescriptors.UnknownStepType,
                step.TypeLocation,
                $"Unknown step type '{step.Type}'",
                Suggestion.For(step.Type, registry.Definitions.Select(candidate => candidate.Type))
                    ?? $"Known are: {known}.");
        }
        else if (definition.StartsProcess && !allowProcesses)
        {
            diagnostics.Add(
                DiagnosticDescriptors.ProcessForbidden,
                step.TypeLocation,
                $"Step '{step.Id}' starts a process, as every '{step.Type}' does, "
                + "and the host of this engine does not allow that");
        }

        return definition;
    }

    private List<PlannedArgument> PlanArguments(
        PlaybookStep step,
        IReadOnlyList<PlaybookParameter> declared,
        string? conditions,
        TemplateCompiler compiler)
    {
        List<PlannedArgument> arguments = [];
        bool isNested = step.Type == NestedPlaybook.Type;
        foreach (MapEntry entry in step.Parameters.Entries)
        {
            if (isNested && entry.Key == NestedPlaybook.PathParameter)
            {
                continue;
            }

            PlaybookParameter? parameter = declared.FirstOrDefault(candidate => candidate.Name == entry.Key);
            if (parameter is null)
            {
                compiler.Compile(entry.Value);
                string[] names = [.. declared.Select(candidate => candidate.Name)];
                diagnostics.Add(
                    DiagnosticDescriptors.UnknownArgument,
                    entry.KeyLocation,
                    $"{Target(step)} has no parameter '{entry.Key}'",
                    Suggestion.For(entry.Key, names)
                        ?? (names.Length == 0 ? "It has no parameters." : $"It has: {string.Join(", ", names)}."));
                continue;
            }

            Expression value = entry.Key == conditions
                ? new ConditionPlanner(compiler, diagnostics).Plan(entry)
                : compiler.Compile(entry.Value, parameter.Type);
            CheckConstant(step, parameter, entry, value);
            arguments.Add(new PlannedArgument(parameter, entry.Value, value));
        }

        foreach (PlaybookParameter missing in declared.Where(parameter =>
            parameter.Required && parameter.Default is null && step.Parameters.Find(parameter.Name) is null))
        {
            diagnostics.Add(
                DiagnosticDescriptors.MissingArgument,
                step.Location,
                $"Step '{step.Id}' does not give '{missing.Name}', which {Target(step)} requires",
                $"Add '{missing.Name}: …' ({ParameterValues.Describe(missing.Type)}) under 'parameters'.");
        }

        return arguments;
    }

    private void CheckConstant(PlaybookStep step, PlaybookParameter parameter, MapEntry entry, Expression value)
    {
        if (value is not ConstantExpression constant)
        {
            CheckKnownType(step, parameter, entry, value);
            return;
        }

        CollectCredential(parameter, constant.Constant);
        if (constant.Constant is null)
        {
            if (parameter.Required && parameter.Default is null)
            {
                diagnostics.Add(
                    DiagnosticDescriptors.MissingArgument,
                    entry.Value.Location,
                    $"Step '{step.Id}' gives no value for '{parameter.Name}', which {Target(step)} requires");
            }
        }
        else if (!ParameterValues.TryConvert(constant.Constant, parameter.Type, out object? fitting))
        {
            diagnostics.Add(
                DiagnosticDescriptors.WrongArgument,
                entry.Value.Location,
                $"'{parameter.Name}' of {Target(step)} must be {ParameterValues.Describe(parameter.Type)}, "
                + $"not {ValueDescription.Of(constant.Constant)}");
        }
        else if (ParameterConstraints.Check(parameter, fitting!) is string problem)
        {
            diagnostics.Add(
                DiagnosticDescriptors.WrongArgument,
                entry.Value.Location,
                $"'{parameter.Name}' of {Target(step)} {problem}");
        }
    }

    /// <summary>Reports a template whose value cannot have the parameter's type in any run.</summary>
    private void CheckKnownType(PlaybookStep step, PlaybookParameter parameter, MapEntry entry, Expression value)
    {
        if (!ParameterValues.MayBe(value.KnownType, parameter.Type))
        {
            diagnostics.Add(
                DiagnosticDescriptors.WrongArgument,
                entry.Value.Location,
                $"'{parameter.Name}' of {Target(step)} must be {ParameterValues.Describe(parameter.Type)}, "
                + $"and this template gives {ParameterValues.Describe(value.KnownType)}");
        }
    }

    private void CollectCredential(PlaybookParameter parameter, object? value)
    {
        if (parameter.Type == ParameterType.Credential && value is string name)
        {
            credentials.Add(name);
        }
    }

    private static string Target(PlaybookStep step)
        => step.Type == NestedPlaybook.Type
            && step.Parameters.Find(NestedPlaybook.PathParameter)?.Value is ScalarValue { Text: string path }
                ? $"playbook '{path}'"
                : $"'{step.Type}'";
}
