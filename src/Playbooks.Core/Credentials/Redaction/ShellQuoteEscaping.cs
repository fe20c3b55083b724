namespace Playbooks.Redaction;

/// <summary>A single quote within the single quotes of a shell. A backslash has no meaning there.</summary>
internal sealed class ShellQuoteEscaping : Escaping
{
    // Both close the quotes, add one quote and open them again: the usual way, and that of Python's shlex.
    private static readonly string[] Quotes = ["'\\''", "'\"'\"'"];

    public override bool MayOccur(ReadOnlySpan<char> text, bool spacesMatter)
        => text.Contains(Quotes[0], StringComparison.Ordinal) || text.Contains(Quotes[1], StringComparison.Ordinal);

    public override bool MayBegin(char character) => character == '\'';

    public override int Read(ReadOnlySpan<char> text, int start, Span<char> plain, out int written)
    {
        foreach (string quote in Quotes)
        {
            if (text[start..].StartsWith(quote, StringComparison.Ordinal))
            {
                plain[0] = '\'';
                written = 1;
                return quote.Length;
            }
        }

        written = 0;
        return 0;
    }
}
