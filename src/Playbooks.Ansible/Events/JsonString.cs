using System.Text;
using System.Text.Json;

namespace Playbooks.Ansible.Events;

/// <summary>The bytes between the quotes of a JSON string.</summary>
internal static class JsonString
{
    /// <summary>The text. Half a character, and bytes that are not UTF-8, become U+FFFD.</summary>
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

    /// <summary>The beginning, of at most so many bytes. It does not end within an escape, nor within a secret: what is cut is masked first.</summary>
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

    /// <summary>The number of bytes of the escape with which the bytes begin.</summary>
    public static int EscapeLength(ReadOnlySpan<byte> escape) => escape.StartsWith("\\u"u8) ? 6 : 2;
}
