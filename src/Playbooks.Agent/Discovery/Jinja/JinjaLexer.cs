namespace Playbooks.Agent.Discovery.Jinja;

/// <summary>Cuts expressions into tokens. Never fails: what it does not know is a sign, and what is not closed ends with the text.</summary>
internal static class JinjaLexer
{
    /// <summary>The tokens of a whole text that is an expression.</summary>
    public static List<JinjaToken> Read(string text)
    {
        int position = 0;
        return Read(text, ref position, end: '\0');
    }

    /// <summary>The tokens up to <c>}}</c> or <c>%}</c>, behind which the position then is.</summary>
    /// <param name="end">The first sign of the closing mark, or NUL when the text is the expression.</param>
    public static List<JinjaToken> Read(string text, ref int position, char end)
    {
        List<JinjaToken> tokens = [];
        int braces = 0;
        while (position < text.Length)
        {
            char sign = text[position];
            if (end != '\0' && braces == 0 && IsEnd(text, position, end, out int length))
            {
                position += length;
                return tokens;
            }

            if (char.IsWhiteSpace(sign))
            {
                position++;
            }
            else if (char.IsLetter(sign) || sign == '_')
            {
                tokens.Add(new JinjaToken(JinjaTokenKind.Name, Take(text, ref position, static c => char.IsLetterOrDigit(c) || c == '_')));
            }
            else if (char.IsAsciiDigit(sign))
            {
                tokens.Add(new JinjaToken(JinjaTokenKind.Number, Take(text, ref position, static c => char.IsLetterOrDigit(c) || c == '_')));
            }
            else if (sign is '"' or '\'')
            {
                tokens.Add(new JinjaToken(JinjaTokenKind.Text, TakeText(text, ref position)));
            }
            else
            {
                braces += sign switch { '{' => 1, '}' when braces > 0 => -1, _ => 0 };
                tokens.Add(new JinjaToken(JinjaTokenKind.Sign, TakeSign(text, ref position)));
            }
        }

        return tokens;
    }

    private static bool IsEnd(string text, int position, char end, out int length)
    {
        int dash = text[position] is '-' or '+' ? 1 : 0;
        length = dash + 2;
        return position + length <= text.Length && text[position + dash] == end && text[position + dash + 1] == '}';
    }

    private static string Take(string text, ref int position, Func<char, bool> belongs)
    {
        int start = position;
        while (position < text.Length && belongs(text[position]))
        {
            position++;
        }

        return text[start..position];
    }

    private static string TakeText(string text, ref int position)
    {
        char quote = text[position++];
        int start = position;
        while (position < text.Length && text[position] != quote)
        {
            position += text[position] == '\\' ? 2 : 1;
        }

        int end = Math.Min(position, text.Length);
        position = Math.Min(end + 1, text.Length);
        return text[start..end];
    }

    // Only where the difference matters: an assignment is no comparison.
    private static string TakeSign(string text, ref int position)
    {
        int length = position + 1 < text.Length && text[position + 1] == '=' && text[position] is '=' or '!' or '<' or '>' ? 2 : 1;
        length = Math.Min(length, text.Length - position);
        string sign = text.Substring(position, length);
        position += length;
        return sign;
    }
}
