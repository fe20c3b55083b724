using System.Collections.ObjectModel;

namespace Playbooks;

/// <summary>What came of one attempt at a step.</summary>
public sealed class StepResult
{
    private static readonly StepResult Nothing = new(null, ReadOnlyDictionary<string, object?>.Empty);

    private StepResult(string? error, IReadOnlyDictionary<string, object?> outputs)
    {
        Error = error;
        Outputs = outputs;
    }

    /// <summary>Why it failed, in a line a person can act on; null when it succeeded.</summary>
    public string? Error { get; }

    /// <summary>What later steps, and the report, see of it.</summary>
    /// <value>null, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>, <see cref="string"/>, <see cref="Secret"/>, and lists and string-keyed maps of them.</value>
    public IReadOnlyDictionary<string, object?> Outputs { get; }

    /// <summary>It succeeded.</summary>
    public static StepResult Completed(IReadOnlyDictionary<string, object?>? outputs = null)
        => outputs is null ? Nothing : new StepResult(null, outputs);

    /// <summary>It failed.</summary>
    /// <param name="error">Why, in a line a person can act on.</param>
    /// <param name="outputs">What is known all the same.</param>
    /// <exception cref="ArgumentException"><paramref name="error"/> is empty.</exception>
    public static StepResult Failed(string error, IReadOnlyDictionary<string, object?>? outputs = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(error);
        return new StepResult(error, outputs ?? ReadOnlyDictionary<string, object?>.Empty);
    }
}
