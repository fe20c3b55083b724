namespace Playbooks;

/// <summary>A step type. Implement it to add your own.</summary>
/// <remarks>
/// One instance serves all runs at the same time: do not keep a run's state in it. An exception fails the step, and its
/// message becomes the step's error. For an expected failure, return
/// <see cref="StepResult.Failed(string, IReadOnlyDictionary{string, object?}?)"/> instead.
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
///         Outputs = [new("greeting", "The greeting.")],
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
    /// <summary>The definition of the step type. Always the same.</summary>
    StepDefinition Definition { get; }

    /// <summary>Runs one attempt of the step.</summary>
    /// <param name="context">The step's arguments, already evaluated and of the declared types, and its run.</param>
    /// <param name="cancellationToken">
    /// Fires when the step's time is over or the run is cancelled. Stop at once, and clean up.
    /// </param>
    /// <returns>The result of the attempt.</returns>
    ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken);
}
