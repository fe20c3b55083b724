using System.Globalization;

namespace Playbooks.Redaction;

/// <summary>A way to escape characters. Text that is not an escape stays as it is.</summary>
internal abstract class Escaping
{
    /// <summary>The mark at the place where a quoted text was cut.</summary>
    protected const char Cut = '…';

    /// <summary>A quick check for escapes. It may report escapes where there are none, but never the reverse.</summary>
    /// <param name="text">The text.</param>
    /// <param name="spacesMatter">True when a secret holds a space.</param>
    public abstract bool MayOccur(ReadOnlySpan<char> text, bool spacesMatter);

    /// <summary>True for a character that can begin an escape.</summary>
    public abstract bool MayBegin(char character);

    /// <summary>Reads the escape that begins at a place.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">The place.</param>
    /// <param name="plain">Receives the characters that the escape represents.</param>
    /// <param name="written">The number of those characters; 0 for an escape that was cut.</param>
    /// <returns>The length of the escape; 0 when there is none.</returns>
    public abstract int Read(ReadOnlySpan<char> text, int start, Span<char> plain, out int written);

    /// <summary>The value of that many hexadecimal digits; -1 when there are other characters.</summary>
    protected static int Hexadecimal(ReadOnlySpan<char> text, int start, int digits)
        => start + digits <= text.Length
            && int.TryParse(
                text.Slice(start, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value)
            ? value
            : -1;

    /// <summary>
    /// The length of an escape of which a cut left only its prefix and some digits; 0 when it was not cut.
    /// </summary>
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
