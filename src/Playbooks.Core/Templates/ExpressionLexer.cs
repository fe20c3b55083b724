using System.Globalization;
using System.Text;

namespace Playbooks.Templates;

/// <summary>Splits an expression into tokens, up to its closing braces or to the end of the text.</summary>
internal ref struct ExpressionLexer(string text, int start, bool endsWithBraces)
{
    private static readonly string[] LongSymbols = ["==", "!=", "<=", ">="];

    /// <summary>The position at which the next token begins.</summary>
    public int Position { get; private set; } = start;

    /// <exception cref="ExpressionSyntaxException">The text there is not a token.</exception>
    public ExpressionToken Next()
    {
        while (Position < text.Length && char.IsWhiteSpace(text[Position]))
        {
            Position++;
        }

        int begin = Position;
        if (begin == text.Length)
        {
            return endsWithBraces
                ? throw new ExpressionSyntaxException("the closing '}}' is missing", begin)
                : new(TokenKind.End, "", null, begin);
        }

        char first = text[begin];
        if (endsWithBraces && first == '}' && begin + 1 < text.Length && text[begin + 1] == '}')
        {
            Position += 2;
            return new(TokenKind.End, "}}", null, begin);
        }

        if (char.IsLetter(first) || first == '_')
        {
            return Name(begin);
        }

        if (char.IsAsciiDigit(first) || (first == '-' && begin + 1 < text.Length && char.IsAsciiDigit(text[begin + 1])))
        {
            return Number(begin);
        }

        return first is '\'' or '"' ? Quoted(begin, first) : Symbol(begin, first);
    }

    private ExpressionToken Name(int begin)
    {
        while (Position < text.Length && (char.IsLetterOrDigit(text[Position]) || text[Position] is '_' or '-'))
        {
            Position++;
        }

        return new(TokenKind.Name, text[begin..Position], null, begin);
    }

    private ExpressionToken Number(int begin)
    {
        Position++;
        bool isFloat = false;
        while (Position < text.Length && (char.IsAsciiDigit(text[Position])
            || (text[Position] == '.' && !isFloat && Position + 1 < text.Length
                && char.IsAsciiDigit(text[Position + 1]))))
        {
            isFloat |= text[Position] == '.';
            Position++;
        }

        ReadOnlySpan<char> digits = text.AsSpan(begin, Position - begin);
        if (!isFloat
            && long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer))
        {
            return new(TokenKind.Literal, "", integer, begin);
        }

        double number = double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
        return new(TokenKind.Literal, "", number, begin);
    }

    private ExpressionToken Quoted(int begin, char quote)
    {
        StringBuilder value = new();
        for (int i = begin + 1; i < text.Length; i++)
        {
            if (text[i] == quote)
            {
                Position = i + 1;
                return new(TokenKind.Literal, "", value.ToString(), begin);
            }

            if (text[i] == '\\' && i + 1 < text.Length)
            {
                i++;
                value.Append(text[i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', char other => other });
            }
            else
            {
                value.Append(text[i]);
            }
        }

        throw new ExpressionSyntaxException("a quote is not closed", begin);
    }

    private ExpressionToken Symbol(int begin, char first)
    {
        foreach (string symbol in LongSymbols)
        {
            if (text.AsSpan(begin).StartsWith(symbol, StringComparison.Ordinal))
            {
                Position += 2;
                return new(TokenKind.Symbol, symbol, null, begin);
            }
        }

        if (!"<>+~|()[],.".Contains(first, StringComparison.Ordinal))
        {
            throw new ExpressionSyntaxException($"'{first}' is not part of an expression", begin);
        }

        Position++;
        return new(TokenKind.Symbol, first.ToString(), null, begin);
    }
}
