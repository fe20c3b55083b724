namespace Playbooks;

/// <summary>A kind of <see cref="Diagnostic"/>. <see cref="All"/> has every one.</summary>
/// <param name="Id">Stable for ever: <c>PB</c> and four digits.</param>
/// <param name="Severity">How bad it is unless an option says otherwise.</param>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Fix">What to do about it; used as the hint where the finder has no better one.</param>
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
