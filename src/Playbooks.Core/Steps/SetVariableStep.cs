namespace Playbooks;

/// <summary><c>utility.set_variable</c>: sets a variable of the playbook.</summary>
internal sealed class SetVariableStep : IStepHandler
{
    public StepDefinition Definition { get; } = new()
    {
        Type = "utility.set_variable",
        Description = "Sets a variable of its playbook.",
        Parameters =
        [
            new() { Name = "name", Required = true, Description = "Later steps use {{ variable.NAME }}." },
            new() { Name = "value", Type = ParameterType.Any, Description = "Any value; null when it is left out." },
        ],
        Outputs = [new("value", "The value.")],
        Effect = StepEffect.ReadOnly,
        VariableParameter = "name",
    };

    public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        object? value = context.Arguments.GetValueOrDefault("value");
        context.SetVariable(context.Arguments.GetString("name"), value);
        return new(StepResult.Completed(new Dictionary<string, object?> { ["value"] = value }));
    }
}
