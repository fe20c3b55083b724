namespace Playbooks.Templates;

internal enum TokenKind
{
    Name,
    Literal,
    Symbol,

    /// <summary>The closing braces, or the end of the text where there are none to expect.</summary>
    End,
}

/// <summary>A token of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A name or a symbol.</param>
/// <param name="Value">A literal's value.</param>
/// <param name="Start">Where it begins in the text.</param>
internal readonly record struct ExpressionToken(TokenKind Kind, string Text, object? Value, int Start);
