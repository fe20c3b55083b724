namespace Playbooks.Cli;

/// <summary>Text of others, as it may go to a terminal: control characters in it could rewrite what the user sees.</summary>
internal static class PrintableText
{
    private const char Replacement = '\uFFFD';

    /// <summary>On one line.</summary>
    public static string Line(string text)
    {
        // No search for a set of characters: making one takes longer than the little text that a command writes.
        foreach (char letter in text)
        {
            if (IsUnprintable(letter))
            {
                return string.Concat(text.ReplaceLineEndings(" ").Replace('\t', ' ').Select(each => IsUnprintable(each) ? Replacement : each));
            }
        }

        return text;
    }

    /// <summary>With its line ends.</summary>
    public static string Lines(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(Line));

    /// <summary>C0 and C1, and the marks that turn the direction of text around. Line ends and tabs are dealt with apart.</summary>
    private static bool IsUnprintable(char letter)
        => letter is <= '\u001f' or (>= '\u007f' and <= '\u009f') or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
