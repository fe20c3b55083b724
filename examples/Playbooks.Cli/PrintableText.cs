using System.Buffers;

namespace Playbooks.Cli;

/// <summary>Text of others, as it may go to a terminal: control characters in it could rewrite what the user sees.</summary>
internal static class PrintableText
{
    private const char Replacement = '\uFFFD';

    // C0 and C1, and the marks that turn the direction of text around. Line ends and tabs are dealt with apart.
    private static readonly SearchValues<char> Unprintable = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7f, 0x21)).Concat(Enumerable.Range(0x202a, 5)).Concat(Enumerable.Range(0x2066, 4)).Select(code => (char)code)]);

    /// <summary>On one line.</summary>
    public static string Line(string text) => text.AsSpan().ContainsAny(Unprintable)
        ? string.Concat(text.ReplaceLineEndings(" ").Replace('\t', ' ').Select(letter => Unprintable.Contains(letter) ? Replacement : letter))
        : text;

    /// <summary>With its line ends.</summary>
    public static string Lines(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(Line));
}
