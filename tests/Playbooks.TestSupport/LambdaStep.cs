namespace Playbooks.TestSupport;

/// <summary>A step type that does what a test says. It takes <c>value</c>, of any type, and may give any outputs.</summary>
public sealed class LambdaStep(string type, Func<StepContext, CancellationToken, ValueTask<StepResult>> execute) : IStepHandler
{
    public LambdaStep(string type, Func<StepContext, StepResult> execute)
        : this(type, (context, _) => new(execute(context)))
    {
    }

    public StepDefinition Definition { get; init; } = new()
    {
        Type = type,
        Description = "Does what a test says.",
        Parameters = [new() { Name = "value", Type = ParameterType.Any }],
        HasOpenOutputs = true,
    };

    public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken) => execute(context, cancellationToken);
}
