namespace Playbooks.Templates;

/// <summary>Something that is wrong with a reference of an expression.</summary>
internal sealed record ExpressionFinding(DiagnosticDescriptor Descriptor, string Message, string? Hint);
