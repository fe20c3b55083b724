using System.Text;

namespace Playbooks.Reading;

/// <summary>
/// Finds the place of a part of a scalar in the text of a file. The text is decoded only when there is a fault.
/// </summary>
internal sealed class SourceText(ReadOnlyMemory<byte> utf8)
{
    private string? _text;
    private List<int>? _lines;

    /// <summary>
    /// Finds the place of a character of a scalar's value, in whatever style the file writes the scalar.
    /// </summary>
    /// <param name="scalar">The place where the scalar begins in the file.</param>
    /// <param name="value">The value.</param>
    /// <param name="position">
    /// The index of the character. For white space, and for the end, the place after the preceding character is found.
    /// </param>
    /// <returns>The place; that of the scalar when the file's text does not match the value.</returns>
    public SourceLocation Locate(SourceLocation scalar, string value, int position)
    {
        string text = _text ??= Encoding.UTF8.GetString(utf8.Span).TrimStart('\uFEFF');
        List<int> lines = _lines ??= LineStarts(text);
        if (scalar.Line < 1 || scalar.Line > lines.Count || lines[scalar.Line - 1] + scalar.Column - 1 > text.Length)
        {
            return scalar;
        }

        int at = new ScalarCursor(text, lines[scalar.Line - 1] + scalar.Column - 1).Find(value, position);
        if (at < 0)
        {
            return scalar;
        }

        int line = lines.BinarySearch(at);
        line = line < 0 ? ~line - 1 : line;
        return new SourceLocation(scalar.File, line + 1, at - lines[line] + 1);
    }

    /// <summary>Finds the beginning of each line. The parser's line breaks count.</summary>
    private static List<int> LineStarts(string text)
    {
        List<int> starts = [0];
        for (int i = 0; i < text.Length; i++)
        {
            if (ScalarCursor.IsBreak(text[i]) && !(text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n'))
            {
                starts.Add(i + 1);
            }
        }

        return starts;
    }
}
