namespace Playbooks.Templates;

/// <summary>Something that is wrong with a reference or a filter of an expression.</summary>
/// <param name="Descriptor">The kind of fault.</param>
/// <param name="Message">The fault, as a sentence.</param>
/// <param name="Hint">A remedy that is better than the descriptor's general one; null for none.</param>
/// <param name="Position">The position of the fault in the text.</param>
internal sealed record ExpressionFinding(DiagnosticDescriptor Descriptor, string Message, string? Hint, int Position);
