using System.Globalization;
using System.Text;

namespace Playbooks.Redaction;

/// <summary>The entities of HTML and XML: <c>&amp;amp;</c>, <c>&amp;#39;</c>, <c>&amp;#x27;</c>.</summary>
internal sealed class HtmlEscaping : Escaping
{
    /// <summary>The longest entity, with the ampersand and the semicolon: <c>&amp;#1114111;</c>.</summary>
    private const int Longest = 10;

    private static readonly (string Name, char Character)[] Named =
        [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", '\u00A0')];

    public override bool MayOccur(ReadOnlySpan<char> text, bool spacesMatter) => text.Contains('&');

    public override bool MayBegin(char character) => character == '&';

    public override int Read(ReadOnlySpan<char> text, int start, Span<char> plain, out int written)
    {
        ReadOnlySpan<char> entity = text.Slice(start, Math.Min(Longest, text.Length - start));
        int end = entity.IndexOf(';');
        int cut = entity.IndexOf(Cut);
        if (cut > 0 && (end < 0 || cut < end))
        {
            written = 0;
            return IsBeginning(entity[1..cut]) ? cut : 0;
        }

        written = end < 0 ? 0 : Write(entity[1..end], plain);
        return written == 0 ? 0 : end + 1;
    }

    private static bool IsBeginning(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || name[0] == '#')
        {
            return true;
        }

        foreach ((string known, _) in Named)
        {
            if (known.AsSpan().StartsWith(name, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static int Write(ReadOnlySpan<char> name, Span<char> plain)
    {
        foreach ((string known, char character) in Named)
        {
            if (name.SequenceEqual(known))
            {
                plain[0] = character;
                return 1;
            }
        }

        bool isHexadecimal = name.StartsWith("#x", StringComparison.OrdinalIgnoreCase);
        if (!name.StartsWith('#')
            || !int.TryParse(
                isHexadecimal ? name[2..] : name[1..],
                isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
                CultureInfo.InvariantCulture,
                out int code)
            || !Rune.IsValid(code))
        {
            return 0;
        }

        return new Rune(code).EncodeToUtf16(plain);
    }
}
