namespace Playbooks;

/// <summary>A step type. Implement it to add one of your own.</summary>
/// <remarks>
/// One instance serves every run, at the same time: keep no state of a run in it. Throw to fail the step: the
/// exception's message becomes the step's error. A failure that is expected is better returned with
/// <see cref="StepResult.Failed(string, IReadOnlyDictionary{string, object?}?)"/>.
/// </remarks>
/// <example>
/// <code>
/// public sealed class GreetStep : IStepHandler
/// {
///     public StepDefinition Definition { get; } = new()
///     {
///         Type = "demo.greet",
///         Description = "Greets somebody.",
///         Parameters = [new() { Name = "who", Required = true }],
///         Outputs = [new("greeting", "What was said.")],
///     };
///
///     public ValueTask&lt;StepResult&gt; ExecuteAsync(StepContext context, CancellationToken cancellationToken)
///         =&gt; new(StepResult.Completed(new Dictionary&lt;string, object?&gt;
///         {
///             ["greeting"] = $"Hello, {context.Arguments.GetString("who")}!",
///         }));
/// }
/// </code>
/// </example>
public interface IStepHandler
{
    /// <summary>What planning must know of the step type. Always the same.</summary>
    StepDefinition Definition { get; }

    /// <summary>Does the step, once.</summary>
    /// <param name="context">What the step was given, already evaluated and of the declared types.</param>
    /// <param name="cancellationToken">Fires when the step's time is over or the run is cancelled. Stop at once, and leave nothing behind.</param>
    /// <returns>What came of it.</returns>
    ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken);
}
