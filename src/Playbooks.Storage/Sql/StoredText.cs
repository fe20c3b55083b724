using System.Globalization;
using System.Text;

namespace Playbooks.Storage;

/// <summary>Encodes text for the database, so that any text comes back unchanged.</summary>
/// <remarks>
/// PostgreSQL refuses U+0000, and no database accepts half a surrogate pair. Outputs of programs contain both. They are
/// written after an escape character that is rare in texts, so that nearly all text is stored unchanged.
/// </remarks>
internal static class StoredText
{
    private const char Escape = '\u0010';

    public static string Encode(string text)
        => text.AsSpan().IndexOfAny('\0', Escape) < 0 && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? text : EncodeAll(text);

    public static string Decode(string text) => text.Contains(Escape, StringComparison.Ordinal) ? DecodeAll(text) : text;

    private static string EncodeAll(string text)
    {
        StringBuilder encoded = new(text.Length + 16);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                encoded.Append(c).Append(text[++i]);
            }
            else if (c is '\0' or Escape || char.IsSurrogate(c))
            {
                encoded.Append(Escape).Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                encoded.Append(c);
            }
        }

        return encoded.ToString();
    }

    private static string DecodeAll(string text)
    {
        StringBuilder decoded = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == Escape && i + 4 < text.Length && int.TryParse(text.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code))
            {
                decoded.Append((char)code);
                i += 4;
            }
            else
            {
                decoded.Append(text[i]);
            }
        }

        return decoded.ToString();
    }
}
