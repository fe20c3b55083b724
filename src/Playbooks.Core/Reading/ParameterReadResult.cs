namespace Playbooks.Reading;

/// <summary>The result of reading a file of parameters.</summary>
public sealed record ParameterReadResult
{
    /// <summary>The values by name, of the declared types, without those that have errors.</summary>
    public IReadOnlyDictionary<string, object?> Values { get; init; } = PlaybookValues.EmptyMap;

    /// <summary>The errors and warnings, in the order of the text.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];
}
