namespace Playbooks.Reading;

/// <summary>The result of reading a playbook.</summary>
public sealed record ReadResult
{
    /// <summary>The playbook; null when there are errors.</summary>
    public Playbook? Playbook { get; init; }

    /// <summary>The errors and warnings, in the order of the text.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];
}
