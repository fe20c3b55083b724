using System.Text;
using System.Text.Json;

namespace Playbooks.Ansible.Events;

/// <summary>The bytes between the quotes of a JSON string.</summary>
internal static class JsonString
{
    /// <summary>Decodes the text. Half a surrogate pair, and bytes that are not UTF-8, become U+FFFD.</summary>
    public static string Decode(ReadOnlySpan<byte> raw)
    {
        string text = Encoding.UTF8.GetString(raw);
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        byte[] json = Encoding.UTF8.GetBytes($"\"{text}\"");
        PythonJson.ReplaceHalfCharacters(json);
        Utf8JsonReader reader = new(json);
        reader.Read();
        return reader.GetString()!;
    }

    /// <summary>Gets the beginning, of at most so many bytes. It does not end within an escape or a secret: a text is
    /// masked before it is cut.</summary>
    public static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> raw, int maximum, Redactor redactor)
    {
        if (raw.Length <= maximum)
        {
            return raw;
        }

        string text = Decode(raw);
        string masked = redactor.Mask(text);
        return Cut(ReferenceEquals(text, masked) ? raw : JsonEncodedText.Encode(masked).EncodedUtf8Bytes, maximum);
    }

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> raw, int maximum)
    {
        if (raw.Length <= maximum)
        {
            return raw;
        }

        int end = 0;
        while (raw[end..maximum].IndexOf((byte)'\\') is >= 0 and int plain)
        {
            int next = end + plain + EscapeLength(raw[(end + plain)..]);
            if (next > maximum)
            {
                return raw[..(end + plain)];
            }

            end = next;
        }

        return raw[..maximum];
    }

    /// <summary>Gets the length, in bytes, of the escape at the beginning.</summary>
    public static int EscapeLength(ReadOnlySpan<byte> escape) => escape.StartsWith("\\u"u8) ? 6 : 2;
}
