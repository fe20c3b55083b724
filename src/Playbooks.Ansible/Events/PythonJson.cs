using System.Buffers;

namespace Playbooks.Ansible.Events;

/// <summary>
/// Repairs Python's JSON: NaN and Infinity, and halves of surrogate pairs, which Python makes of file names that are
/// not UTF-8.
/// </summary>
internal static class PythonJson
{
    /// <summary>Puts quotes around NaN, Infinity and -Infinity.</summary>
    /// <returns>True when there were any.</returns>
    public static bool TryQuoteNumbers(ReadOnlySpan<byte> json, out ReadOnlySpan<byte> quoted)
    {
        quoted = json;
        if (json.IndexOf("NaN"u8) < 0 && json.IndexOf("Infinity"u8) < 0)
        {
            return false;
        }

        ArrayBufferWriter<byte> output = new(json.Length);
        for (int at = 0, length; at < json.Length; at += length)
        {
            ReadOnlySpan<byte> rest = json[at..];
            int number = NumberLength(rest);
            ReadOnlySpan<byte> quote = number > 0 ? "\""u8 : default;
            length = number > 0 ? number : rest[0] == '"' ? StringLength(rest) : 1;
            output.Write(quote);
            output.Write(rest[..length]);
            output.Write(quote);
        }

        quoted = output.WrittenSpan;
        return quoted.Length > json.Length;
    }

    /// <summary>Replaces each escaped half of a surrogate pair whose other half is missing by U+FFFD. The length
    /// stays.</summary>
    public static void ReplaceHalfCharacters(Span<byte> json)
    {
        while (json.IndexOf((byte)'\\') is >= 0 and int found)
        {
            json = json[found..];
            int length = JsonString.EscapeLength(json);
            if (IsHalf(json, "89abAB"u8) && IsHalf(json[length..], "cdefCDEF"u8))
            {
                length *= 2;
            }
            else if (IsHalf(json, "89abABcdefCDEF"u8))
            {
                "\\ufffd"u8.CopyTo(json);
            }

            json = json[Math.Min(length, json.Length)..];
        }
    }

    private static int NumberLength(ReadOnlySpan<byte> json)
        => json.StartsWith("NaN"u8) ? 3 : json.StartsWith("Infinity"u8) ? 8 : json.StartsWith("-Infinity"u8) ? 9 : 0;

    private static int StringLength(ReadOnlySpan<byte> json)
    {
        int at = 1;
        while (at < json.Length && json[at..].IndexOfAny((byte)'"', (byte)'\\') is >= 0 and int found)
        {
            at += found;
            if (json[at] == '"')
            {
                return at + 1;
            }

            // The character after a backslash does not end the string.
            at += 2;
        }

        return json.Length;
    }

    /// <param name="json">The text, which may begin with an escape.</param>
    /// <param name="digits">The possible second digits of the escape's code; the first is d.</param>
    private static bool IsHalf(ReadOnlySpan<byte> json, ReadOnlySpan<byte> digits)
        => json.Length >= 6
            && json[0] == '\\'
            && json[1] == 'u'
            && json[2] is (byte)'d' or (byte)'D'
            && digits.Contains(json[3]);
}
