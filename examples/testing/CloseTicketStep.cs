using Microsoft.Extensions.Logging;
using Playbooks;

namespace Release.Tests;

/// <summary>A custom step type. In practice it is part of the application; here it is next to its tests.</summary>
internal sealed class CloseTicketStep : IStepHandler
{
    public StepDefinition Definition { get; } = new()
    {
        Type = "ticket.close",
        Description = "Closes the ticket of a release.",
        Parameters =
        [
            new() { Name = "summary", Required = true },
            new() { Name = "number", Type = ParameterType.Integer, Default = 1L, Minimum = 1 },
        ],
        Outputs = [new("closed", "The ticket's number.", ParameterType.Integer)],
        Effect = StepEffect.Mutating,
    };

    public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        long number = context.Arguments.GetInteger("number", 0);
        context.Log(LogLevel.Information, $"Closing ticket {number}: {context.Arguments.GetString("summary")}");
        return new(StepResult.Completed(new Dictionary<string, object?> { ["closed"] = number }));
    }
}
