using System.Text;

namespace Playbooks.Reading;

/// <summary>The text of a file, to find the place of a part of a scalar in it. Decoded only when something is wrong.</summary>
internal sealed class SourceText(ReadOnlyMemory<byte> utf8)
{
    private string? _text;

    /// <summary>The place of a character of a scalar's value.</summary>
    /// <param name="scalar">Where the scalar begins in the file.</param>
    /// <param name="value">Its value.</param>
    /// <param name="open">Where the part begins in the value: what stands there is looked for in the file.</param>
    /// <param name="position">The character that is wanted, in the part.</param>
    /// <returns>The scalar's place when the file writes the part otherwise, with escapes or folded lines.</returns>
    public SourceLocation Locate(SourceLocation scalar, string value, int open, int position)
    {
        string text = _text ??= Encoding.UTF8.GetString(utf8.Span).TrimStart('\uFEFF');
        int from = IndexOf(text, scalar);
        if (from < 0 || position >= value.Length)
        {
            position = Math.Min(position, Math.Max(0, value.Length - 1));
        }

        // As much as stands on one line: block scalars indent every line anew.
        int lineEnd = value.IndexOf('\n', open);
        string part = lineEnd < 0 ? value[open..] : value[open..lineEnd];
        if (from < 0 || part.Length == 0 || position < open || position > open + part.Length)
        {
            return scalar;
        }

        for (int nth = Count(value.AsSpan(0, open), part); from >= 0; nth--)
        {
            from = text.IndexOf(part, from, StringComparison.Ordinal);
            if (from < 0)
            {
                return scalar;
            }

            if (nth == 0)
            {
                break;
            }

            from++;
        }

        int at = from + position - open;
        int line = text.AsSpan(0, at).Count('\n') + 1;
        return new SourceLocation(scalar.File, line, at - text.LastIndexOf('\n', Math.Max(0, at - 1)));
    }

    private static int Count(ReadOnlySpan<char> value, string part)
    {
        int count = 0;
        for (int i = value.IndexOf(part, StringComparison.Ordinal); i >= 0; count++)
        {
            value = value[(i + 1)..];
            i = value.IndexOf(part, StringComparison.Ordinal);
        }

        return count;
    }

    private static int IndexOf(string text, SourceLocation location)
    {
        int start = 0;
        for (int line = 1; line < location.Line && start >= 0; line++)
        {
            start = text.IndexOf('\n', start) + 1;
            if (start == 0)
            {
                return -1;
            }
        }

        int index = start + location.Column - 1;
        return index >= 0 && index <= text.Length ? index : -1;
    }
}
