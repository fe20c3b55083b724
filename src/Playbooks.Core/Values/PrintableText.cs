using System.Globalization;

namespace Playbooks;

/// <summary>Makes text of others safe to show: control characters in it could rewrite what a terminal shows.</summary>
public static class PrintableText
{
    /// <summary>The text on one line, with a space in the place of each control character, line ends among them, and of
    /// each mark that turns the direction of text around.</summary>
    public static string Line(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        // No search for a set of characters: making one takes longer than the little text that a command writes.
        foreach (char letter in text)
        {
            if (IsUnprintable(letter))
            {
                return string.Concat(text.ReplaceLineEndings(" ").Select(each => IsUnprintable(each) ? ' ' : each));
            }
        }

        return text;
    }

    /// <summary>The same for text of several lines, which end with a line feed.</summary>
    public static string Lines(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(Line));
    }

    private static bool IsUnprintable(char letter)
        => char.IsControl(letter) || (letter > '\u007f' && char.GetUnicodeCategory(letter) == UnicodeCategory.Format);
}
