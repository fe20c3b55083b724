using System.Globalization;
using System.Text;

namespace Playbooks.Storage;

/// <summary>Text as it is stored: any text comes back as it was.</summary>
/// <remarks>
/// PostgreSQL refuses U+0000, and no database takes half a surrogate pair: both occur in what programs print. They are written
/// behind an escape character that hardly any text holds, so that nearly all text is stored as it is.
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
