using System.Text;

namespace Playbooks.Reading;

/// <summary>The text of a file, to find the place of a part of a scalar in it. Decoded only when something is wrong.</summary>
internal sealed class SourceText(ReadOnlyMemory<byte> utf8)
{
    private string? _text;
    private List<int>? _lines;

    /// <summary>The place of a character of a scalar's value, however the file writes the scalar.</summary>
    /// <param name="scalar">Where the scalar begins in the file.</param>
    /// <param name="value">Its value.</param>
    /// <param name="position">The character that is wanted; of white space and of the end, the place behind what stands before it.</param>
    /// <returns>The scalar's place when the file holds something else there.</returns>
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

    /// <summary>Where each line begins, by what the parser takes for line breaks.</summary>
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
