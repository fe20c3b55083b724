using System.Collections.ObjectModel;

namespace Playbooks;

/// <summary>The result of one attempt of a step.</summary>
public sealed class StepResult
{
    private static readonly StepResult Nothing = new(null, ReadOnlyDictionary<string, object?>.Empty);

    private StepResult(string? error, IReadOnlyDictionary<string, object?> outputs)
    {
        Error = error;
        Outputs = outputs;
    }

    /// <summary>The reason of the failure, in a line that a person can act on; null on success.</summary>
    public string? Error { get; }

    /// <summary>The outputs for later steps and for the report.</summary>
    /// <value>
    /// null, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>, <see cref="string"/>, <see cref="Secret"/>,
    /// and lists and string-keyed maps of them.
    /// </value>
    public IReadOnlyDictionary<string, object?> Outputs { get; }

    /// <summary>Makes the result of a success.</summary>
    public static StepResult Completed(IReadOnlyDictionary<string, object?>? outputs = null)
        => outputs is null ? Nothing : new StepResult(null, outputs);

    /// <summary>Makes the result of a failure.</summary>
    /// <param name="error">The reason, in a line that a person can act on.</param>
    /// <param name="outputs">The outputs that are known in spite of the failure.</param>
    /// <exception cref="ArgumentException"><paramref name="error"/> is empty.</exception>
    public static StepResult Failed(string error, IReadOnlyDictionary<string, object?>? outputs = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(error);
        return new StepResult(error, outputs ?? ReadOnlyDictionary<string, object?>.Empty);
    }
}
