using System.Globalization;

namespace Playbooks;

/// <summary>Makes foreign text safe to show: control characters in it could rewrite the terminal's screen.</summary>
public static class PrintableText
{
    /// <summary>
    /// Gets the text on one line. A space replaces each control character, each line end, and each mark that changes
    /// the direction of text.
    /// </summary>
    public static string Line(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        // Not a SearchValues: creating one takes longer than a scan of the short texts that a command writes.
        foreach (char letter in text)
        {
            if (IsUnprintable(letter))
            {
                return string.Concat(text.ReplaceLineEndings(" ").Select(each => IsUnprintable(each) ? ' ' : each));
            }
        }

        return text;
    }

    /// <summary>Does the same for text of several lines, and ends each with a line feed.</summary>
    public static string Lines(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(Line));
    }

    private static bool IsUnprintable(char letter)
        => char.IsControl(letter) || (letter > '\u007f' && char.GetUnicodeCategory(letter) == UnicodeCategory.Format);
}
