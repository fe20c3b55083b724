using System.Buffers;
using System.Globalization;
using System.Text;

namespace Playbooks.Ansible.Events;

/// <summary>Makes text of what stands between the quotes of a JSON string.</summary>
internal static class JsonString
{
    /// <summary>The text. Half a character, or bytes that are no UTF-8, become U+FFFD; what is no escape is taken as it stands.</summary>
    public static string Decode(ReadOnlySpan<byte> raw)
    {
        if (raw.IndexOf((byte)'\\') < 0)
        {
            return Encoding.UTF8.GetString(raw);
        }

        // No escape makes more characters than it has bytes.
        char[] buffer = ArrayPool<char>.Shared.Rent(raw.Length);
        try
        {
            int length = Decode(raw, buffer);
            Repair(buffer.AsSpan(0, length));
            return new string(buffer, 0, length);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    private static int Decode(ReadOnlySpan<byte> raw, Span<char> text)
    {
        int length = 0;
        while (!raw.IsEmpty)
        {
            int plain = raw.IndexOf((byte)'\\');
            plain = plain < 0 ? raw.Length : plain;
            length += Encoding.UTF8.GetChars(raw[..plain], text[length..]);
            raw = raw[plain..];
            if (raw.IsEmpty)
            {
                break;
            }

            int taken = Escape(raw, out char letter);
            text[length++] = letter;
            raw = raw[taken..];
        }

        return length;
    }

    private static int Escape(ReadOnlySpan<byte> raw, out char letter)
    {
        if (raw.Length >= 6 && raw[1] == 'u' && ushort.TryParse(raw.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
        {
            letter = (char)code;
            return 6;
        }

        letter = raw.Length < 2 ? '\\' : raw[1] switch
        {
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'"' => '"',
            (byte)'/' => '/',
            _ => '\\',
        };
        return raw.Length >= 2 && (letter != '\\' || raw[1] == '\\') ? 2 : 1;
    }

    private static void Repair(Span<char> text)
    {
        for (int at = 0; at < text.Length; at++)
        {
            if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                at++;
            }
            else if (char.IsSurrogate(text[at]))
            {
                text[at] = '\ufffd';
            }
        }
    }
}
