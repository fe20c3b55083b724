namespace Playbooks;

/// <summary><c>utility.fail</c>: fails with a message.</summary>
internal sealed class FailStep : IStepHandler
{
    public StepDefinition Definition { get; } = new()
    {
        Type = "utility.fail",
        Description = "Fails, with a message. Useful with 'when'.",
        Parameters = [new() { Name = "message", Required = true, Description = "The message." }],
        Effect = StepEffect.ReadOnly,
    };

    public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        string message = PlaybookValues.ToText(context.Arguments["message"]);
        return new(StepResult.Failed(string.IsNullOrWhiteSpace(message) ? "The playbook gave up here" : message));
    }
}
