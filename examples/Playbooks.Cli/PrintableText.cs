using System.Buffers;

namespace Playbooks.Cli;

/// <summary>Text of others, as it may go to a terminal: control characters in it could rewrite what the user sees.</summary>
internal static class PrintableText
{
    private const char Replacement = '\uFFFD';

    // C0 and C1, and the marks that turn the direction of text around. Line ends and tabs are dealt with apart.
    private static readonly SearchValues<char> Unprintable = SearchValues.Create(All((0x00, 0x1f), (0x7f, 0x9f), (0x202a, 0x202e), (0x2066, 0x2069)));

    /// <summary>On one line.</summary>
    public static string Line(string text) => text.AsSpan().ContainsAny(Unprintable)
        ? string.Concat(text.ReplaceLineEndings(" ").Replace('\t', ' ').Select(letter => Unprintable.Contains(letter) ? Replacement : letter))
        : text;

    /// <summary>With its line ends.</summary>
    public static string Lines(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(Line));

    private static string All(params ReadOnlySpan<(int First, int Last)> ranges)
    {
        // No query: every process begins here, and each generic method of one would be compiled anew.
        System.Text.StringBuilder all = new();
        foreach ((int first, int last) in ranges)
        {
            for (int code = first; code <= last; code++)
            {
                all.Append((char)code);
            }
        }

        return all.ToString();
    }
}
