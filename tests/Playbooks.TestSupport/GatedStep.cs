using System.Collections.Concurrent;

namespace Playbooks.TestSupport;

/// <summary><c>test.gate</c>: at each address it runs until it is released there, or cancelled. Gives back <c>value</c> as its output.</summary>
public sealed class GatedStep : IStepHandler
{
    private readonly ConcurrentDictionary<string, Gate> _gates = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _begun = new();

    public StepDefinition Definition { get; init; } = new()
    {
        Type = "test.gate",
        Description = "Runs until it is released.",
        Parameters = [new() { Name = "value", Type = ParameterType.Any }],
        Outputs = [new("value", "What it was given.")],
        Timeout = null,
    };

    /// <summary>The addresses of its runs, in the order in which they began.</summary>
    public IReadOnlyList<string> Begun => [.. _begun];

    /// <summary>Completes when it has begun there.</summary>
    public Task StartedAsync(string address) => At(address).Started.Task.WaitAsync(HangGuard.Time);

    public void Release(string address) => At(address).Released.TrySetResult(true);

    /// <summary>Ends it there as failed.</summary>
    public void Fail(string address) => At(address).Released.TrySetResult(false);

    public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        string address = context.Address.ToString();
        _begun.Enqueue(address);
        Gate gate = At(address);
        gate.Started.TrySetResult();
        return await gate.Released.Task.WaitAsync(cancellationToken).ConfigureAwait(false)
            ? StepResult.Completed(new Dictionary<string, object?> { ["value"] = context.Arguments.GetValueOrDefault("value") })
            : StepResult.Failed("let down");
    }

    private Gate At(string address) => _gates.GetOrAdd(address, _ => new Gate());

    private sealed class Gate
    {
        public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<bool> Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
