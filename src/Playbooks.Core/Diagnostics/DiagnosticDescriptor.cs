namespace Playbooks;

/// <summary>A kind of <see cref="Diagnostic"/>. <see cref="All"/> lists every kind.</summary>
/// <param name="Id">The code, <c>PB</c> and four digits. It never changes.</param>
/// <param name="Severity">The severity, unless an option changes it.</param>
/// <param name="Title">A description in a few words.</param>
/// <param name="Fix">The remedy; used as the hint where the check has no better one.</param>
public sealed record DiagnosticDescriptor(string Id, DiagnosticSeverity Severity, string Title, string Fix)
{
    /// <summary>Every kind, by <see cref="Id"/>. Each has an entry in <c>docs/diagnostics.md</c>.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All => DiagnosticDescriptors.All;

    internal Diagnostic At(SourceLocation location, string message, string? hint = null) => new()
    {
        Descriptor = this,
        Severity = Severity,
        Message = message,
        Location = location,
        Hint = hint ?? Fix,
    };
}
