using System.Globalization;

namespace Playbooks.Redaction;

/// <summary>A way to write characters as others. Only what is an escape is undone; the rest stays as it is.</summary>
internal abstract class Escaping
{
    /// <summary>Where a quote was cut off.</summary>
    protected const char Cut = '…';

    /// <summary>Whether it is worth looking closer: quick, and may err.</summary>
    /// <param name="text">The text.</param>
    /// <param name="spacesMatter">Whether a secret holds a space.</param>
    public abstract bool MayOccur(ReadOnlySpan<char> text, bool spacesMatter);

    /// <summary>True for a character with which an escape may begin.</summary>
    public abstract bool MayBegin(char character);

    /// <summary>Reads the escape that begins there.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="plain">Takes what it stands for.</param>
    /// <param name="written">How many characters that are; none for an escape that was cut off.</param>
    /// <returns>How long the escape is; 0 when it is none.</returns>
    public abstract int Read(ReadOnlySpan<char> text, int start, Span<char> plain, out int written);

    /// <summary>The number of so many hexadecimal digits; -1 when something else stands there.</summary>
    protected static int Hexadecimal(ReadOnlySpan<char> text, int start, int digits)
        => start + digits <= text.Length && int.TryParse(text.Slice(start, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value) ? value : -1;

    /// <summary>The length of an escape of which a cut left only the begin and some digits; 0 when it was not cut.</summary>
    protected static int LengthOfCut(ReadOnlySpan<char> text, int start, int begin, int mostDigits)
    {
        int end = start + begin;
        while (end < text.Length && end - start - begin < mostDigits && char.IsAsciiHexDigit(text[end]))
        {
            end++;
        }

        return end < text.Length && text[end] == Cut ? end - start : 0;
    }
}
