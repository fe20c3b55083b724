namespace Playbooks.Templates;

/// <summary>Something that is wrong with a reference or a filter of an expression.</summary>
/// <param name="Descriptor">Its kind.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Hint">What to do, where that is better known than in general.</param>
/// <param name="Position">Where it stands in the text.</param>
internal sealed record ExpressionFinding(DiagnosticDescriptor Descriptor, string Message, string? Hint, int Position);
