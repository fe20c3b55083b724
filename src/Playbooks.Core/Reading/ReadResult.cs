namespace Playbooks.Reading;

/// <summary>What came of reading a playbook.</summary>
public sealed record ReadResult
{
    /// <summary>The playbook; null when there is an error.</summary>
    public Playbook? Playbook { get; init; }

    /// <summary>Everything that is wrong, in the order of the text.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];
}
