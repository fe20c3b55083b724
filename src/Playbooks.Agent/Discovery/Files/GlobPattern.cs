namespace Playbooks.Agent.Discovery.Files;

/// <summary>
/// Matches names with <c>*</c>, <c>?</c>, <c>[a-z]</c> and <c>\</c>. No pattern takes exponential time.
/// </summary>
internal static class GlobPattern
{
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int at = 0;
        int position = 0;
        int star = -1;
        int starPosition = 0;
        while (position < name.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                star = at++;
                starPosition = position;
            }
            else if (at < pattern.Length && MatchesOne(pattern[at..], name[position], out int length))
            {
                at += length;
                position++;
            }
            else if (star >= 0)
            {
                // Let the last star match one more character. Earlier stars never have to be tried again.
                at = star + 1;
                position = ++starPosition;
            }
            else
            {
                return false;
            }
        }

        return pattern[at..].TrimStart('*').IsEmpty;
    }

    private static bool MatchesOne(ReadOnlySpan<char> pattern, char character, out int length)
    {
        length = 1;
        switch (pattern[0])
        {
            case '?':
                return true;
            case '\\' when pattern.Length > 1:
                length = 2;
                return pattern[1] == character;
            case '[':
                int end = pattern.Length > 2 ? pattern[2..].IndexOf(']') : -1;
                if (end < 0)
                {
                    return character == '[';
                }

                length = end + 3;
                return MatchesClass(pattern[1..(end + 2)], character);
            default:
                return pattern[0] == character;
        }
    }

    private static bool MatchesClass(ReadOnlySpan<char> members, char character)
    {
        bool isNegated = members[0] is '!' or '^';
        members = isNegated ? members[1..] : members;
        for (int i = 0; i < members.Length; i++)
        {
            bool isRange = i + 2 < members.Length && members[i + 1] == '-';
            if (isRange ? character >= members[i] && character <= members[i + 2] : character == members[i])
            {
                return !isNegated;
            }

            i += isRange ? 2 : 0;
        }

        return isNegated;
    }
}
