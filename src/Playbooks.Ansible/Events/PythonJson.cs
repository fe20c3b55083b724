namespace Playbooks.Ansible.Events;

/// <summary>Python writes a little more than JSON allows: numbers that are none, and half characters from file names that are not UTF-8.</summary>
internal static class PythonJson
{
    /// <summary>Makes it JSON, in place and of the same length.</summary>
    public static void Repair(Span<byte> json)
    {
        RepairNumbers(json);
        RepairSurrogates(json);
    }

    private static void RepairNumbers(Span<byte> json)
    {
        // A first look, as nearly no event has any: outside strings no other JSON token holds these letters.
        if (json.IndexOf("NaN"u8) < 0 && json.IndexOf("Infinity"u8) < 0)
        {
            return;
        }

        bool inString = false;
        for (int at = 0; at < json.Length; at++)
        {
            if (json[at] == '"')
            {
                inString = !inString;
            }
            else if (inString)
            {
                // What follows a backslash is no end of the string.
                at += json[at] == '\\' ? 1 : 0;
            }
            else if (Length(json[at..]) is > 0 and int length)
            {
                json.Slice(at, length).Fill((byte)' ');
                json[at] = (byte)'0';
                at += length - 1;
            }
        }
    }

    private static int Length(ReadOnlySpan<byte> json)
        => json.StartsWith("NaN"u8) ? 3 : json.StartsWith("Infinity"u8) ? 8 : json.StartsWith("-Infinity"u8) ? 9 : 0;

    private static void RepairSurrogates(Span<byte> json)
    {
        for (int at = json.IndexOf("\\ud"u8); at >= 0;)
        {
            int next = at + 6;
            if (IsEscape(json, at) && next <= json.Length)
            {
                bool isPair = IsSurrogate(json, at, "89abAB"u8) && next + 6 <= json.Length && IsSurrogate(json, next, "cdefCDEF"u8);
                if (isPair)
                {
                    next += 6;
                }
                else if (!"01234567"u8.Contains(json[at + 3]))
                {
                    "\\ufffd"u8.CopyTo(json[at..]);
                }
            }
            else
            {
                next = at + 3;
            }

            int found = next < json.Length ? json[next..].IndexOf("\\ud"u8) : -1;
            at = found < 0 ? -1 : next + found;
        }
    }

    private static bool IsSurrogate(ReadOnlySpan<byte> json, int at, ReadOnlySpan<byte> thirdDigits)
        => json[at..].StartsWith("\\ud"u8) && thirdDigits.Contains(json[at + 3]);

    // "\\ud" is a backslash followed by "ud", when the number of backslashes before the u is even.
    private static bool IsEscape(ReadOnlySpan<byte> json, int at)
    {
        int backslashes = 0;
        while (at - backslashes >= 0 && json[at - backslashes] == '\\')
        {
            backslashes++;
        }

        return backslashes % 2 == 1;
    }
}
