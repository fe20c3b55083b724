using System.Collections.Concurrent;

namespace Playbooks.TestSupport;

/// <summary><c>test.record</c>: remembers what it was given as <c>value</c>, and gives it back as the output <c>value</c>.</summary>
public sealed class RecordingStep : IStepHandler
{
    private readonly ConcurrentQueue<(string Address, object? Value)> _calls = new();

    public StepDefinition Definition { get; } = new()
    {
        Type = "test.record",
        Description = "Remembers what it was given.",
        Parameters = [new() { Name = "value", Type = ParameterType.Any }],
        Outputs = [new("value", "What it was given.")],
        Effect = StepEffect.ReadOnly,
    };

    /// <summary>The addresses of its runs, in order.</summary>
    public IReadOnlyList<string> Addresses => [.. _calls.Select(call => call.Address)];

    /// <summary>What it was given, in order.</summary>
    public IReadOnlyList<object?> Values => [.. _calls.Select(call => call.Value)];

    public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        object? value = context.Arguments.GetValueOrDefault("value");
        _calls.Enqueue((context.Address.ToString(), value));
        return new(StepResult.Completed(new Dictionary<string, object?> { ["value"] = value }));
    }
}
