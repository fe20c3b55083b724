namespace Playbooks.Templates;

internal enum TokenKind
{
    Name,
    Literal,
    Symbol,

    /// <summary>The closing braces, or the end of a text that has no closing braces.</summary>
    End,
}

/// <summary>A token of an expression.</summary>
/// <param name="Kind">The token's kind.</param>
/// <param name="Text">A name or a symbol.</param>
/// <param name="Value">A literal's value.</param>
/// <param name="Start">The token's position in the text.</param>
internal readonly record struct ExpressionToken(TokenKind Kind, string Text, object? Value, int Start);
