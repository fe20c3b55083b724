namespace Playbooks;

/// <summary>A playbook or its input has errors. Nothing of it ran.</summary>
public sealed class PlaybookInvalidException : PlaybookException
{
    /// <summary>Makes the exception with its diagnostics.</summary>
    public PlaybookInvalidException(IReadOnlyList<Diagnostic> diagnostics)
        : base(string.Join(
            Environment.NewLine, diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)))
        => Diagnostics = diagnostics;

    /// <summary>The diagnostics, warnings included.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }
}
