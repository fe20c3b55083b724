namespace Playbooks.Agent.Mapping;

/// <summary>Brings a letter to the one that words are compared by.</summary>
/// <remarks>
/// A table of our own, since the framework's normalization does nothing where globalization is invariant: what an intent means must
/// not depend on that. It holds Latin letters only, so that a letter of another script never becomes one of them, however alike they look.
/// </remarks>
internal static class LetterFolding
{
    private static readonly Dictionary<char, string> Accented = Table(
        ("àáâãäåāăą", "a"), ("çćĉċč", "c"), ("ďđ", "d"), ("èéêëēĕėęě", "e"), ("ĝğġģ", "g"), ("ĥħ", "h"), ("ìíîïĩīĭį", "i"), ("ĵ", "j"),
        ("ķ", "k"), ("ĺļľŀł", "l"), ("ñńņň", "n"), ("òóôõöøōŏő", "o"), ("ŕŗř", "r"), ("śŝşš", "s"), ("ţťŧ", "t"), ("ùúûüũūŭůűų", "u"),
        ("ŵ", "w"), ("ýÿŷ", "y"), ("źżž", "z"), ("ß", "ss"), ("æ", "ae"), ("œ", "oe"));

    /// <summary>The plain form of a character: full-width forms become ASCII, letters lower case.</summary>
    public static char Plain(char c) => c is >= '\uFF01' and <= '\uFF5E' ? char.ToLowerInvariant((char)(c - 0xFEE0)) : char.ToLowerInvariant(c);

    /// <summary>The letters under an accent, or null when it is no accented Latin letter.</summary>
    public static string? WithoutAccent(char plain) => Accented.GetValueOrDefault(plain);

    /// <summary>Whether it is an accent that stands behind its letter, as decomposed text has it.</summary>
    public static bool IsAccent(char c) => c is >= '\u0300' and <= '\u030C' or '\u0323' or '\u0327' or '\u0328';

    private static Dictionary<char, string> Table(params (string Letters, string Plain)[] rows)
        => rows.SelectMany(row => row.Letters.Select(letter => (letter, row.Plain))).ToDictionary(pair => pair.letter, pair => pair.Plain);
}
