namespace Playbooks;

/// <summary>A playbook, or what it was given, has errors; nothing of it ran.</summary>
public sealed class PlaybookInvalidException : PlaybookException
{
    /// <summary>With what is wrong.</summary>
    public PlaybookInvalidException(IReadOnlyList<Diagnostic> diagnostics)
        : base(string.Join(Environment.NewLine, diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)))
        => Diagnostics = diagnostics;

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }
}
