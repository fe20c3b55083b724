using System.Collections.Concurrent;

namespace Playbooks.Templates;

/// <summary>The values of one playbook's run that its templates can see, and nothing else.</summary>
internal sealed class EvaluationScope
{
    /// <summary>Sees nothing: for what is constant.</summary>
    public static EvaluationScope Empty => new() { Parameters = PlaybookValues.EmptyMap };

    /// <summary>Every declared parameter; null for one that was neither given nor has a default.</summary>
    public required IReadOnlyDictionary<string, object?> Parameters { get; init; }

    /// <summary>The credentials that the nest asks for, by name.</summary>
    public IReadOnlyDictionary<string, Credential> Credentials { get; init; } = new Dictionary<string, Credential>();

    /// <summary>What <c>execution</c> gives.</summary>
    public IReadOnlyDictionary<string, object?> Execution { get; init; } = PlaybookValues.EmptyMap;

    /// <summary>The outputs of the steps that ran, by id.</summary>
    public Dictionary<string, IReadOnlyDictionary<string, object?>> Steps { get; } = new(StringComparer.Ordinal);

    /// <summary>The variables that were set, perhaps by a handler that works on several threads.</summary>
    public ConcurrentDictionary<string, object?> Variables { get; } = new(StringComparer.Ordinal);
}
