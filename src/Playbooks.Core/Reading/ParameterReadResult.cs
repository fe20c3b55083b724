namespace Playbooks.Reading;

/// <summary>What came of reading a file of parameters.</summary>
public sealed record ParameterReadResult
{
    /// <summary>The values by name, of the declared types; those without errors only.</summary>
    public IReadOnlyDictionary<string, object?> Values { get; init; } = PlaybookValues.EmptyMap;

    /// <summary>Everything that is wrong, in the order of the text.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];
}
