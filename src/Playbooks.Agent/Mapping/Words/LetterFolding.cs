namespace Playbooks.Agent.Mapping;

/// <summary>Reduces letters to the form in which words are compared.</summary>
/// <remarks>
/// The table replaces the framework's normalization, which does nothing in invariant globalization: the meaning of an
/// intent must not depend on that mode. It contains Latin letters only, so that a look-alike of another script never
/// becomes one of them.
/// </remarks>
internal static class LetterFolding
{
    private static readonly Dictionary<char, string> Accented = Table(
        ("àáâãäåāăą", "a"), ("çćĉċč", "c"), ("ďđ", "d"), ("èéêëēĕėęě", "e"), ("ĝğġģ", "g"), ("ĥħ", "h"), ("ìíîïĩīĭį", "i"), ("ĵ", "j"),
        ("ķ", "k"), ("ĺļľŀł", "l"), ("ñńņň", "n"), ("òóôõöøōŏő", "o"), ("ŕŗř", "r"), ("śŝşš", "s"), ("ţťŧ", "t"), ("ùúûüũūŭůűų", "u"),
        ("ŵ", "w"), ("ýÿŷ", "y"), ("źżž", "z"), ("ß", "ss"), ("æ", "ae"), ("œ", "oe"));

    /// <summary>The plain form of a character: full-width forms become ASCII, letters lower case.</summary>
    public static char Plain(char c) => c is >= '\uFF01' and <= '\uFF5E' ? char.ToLowerInvariant((char)(c - 0xFEE0)) : char.ToLowerInvariant(c);

    /// <summary>
    /// Gets the letters without their accent; null when the character is not an accented Latin letter.
    /// </summary>
    public static string? WithoutAccent(char plain) => Accented.GetValueOrDefault(plain);

    /// <summary>Tells if a character is a combining accent, as decomposed text has it after a letter.</summary>
    public static bool IsAccent(char c) => c is >= '\u0300' and <= '\u030C' or '\u0323' or '\u0327' or '\u0328';

    private static Dictionary<char, string> Table(params (string Letters, string Plain)[] rows)
        => rows.SelectMany(row => row.Letters.Select(letter => (letter, row.Plain))).ToDictionary(pair => pair.letter, pair => pair.Plain);
}
