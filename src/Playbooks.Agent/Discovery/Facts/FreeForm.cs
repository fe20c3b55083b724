namespace Playbooks.Agent.Discovery.Facts;

/// <summary>Arguments of a module in one line: <c>src=a.j2 dest="/etc/a b"</c>.</summary>
internal static class FreeForm
{
    /// <summary>The pairs, and what stands before and between them.</summary>
    public static (IReadOnlyList<KeyValuePair<string, string>> Pairs, string Others) Read(string text)
    {
        List<KeyValuePair<string, string>> pairs = [];
        List<string> rest = [];
        foreach (string word in Words(text))
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && Jinja.JinjaWords.IsName(word.AsSpan(0, equals)))
            {
                pairs.Add(new(word[..equals], Unquoted(word[(equals + 1)..])));
            }
            else
            {
                rest.Add(word);
            }
        }

        return (pairs, Unquoted(string.Join(' ', rest)));
    }

    private static string Unquoted(string word) => word.Length > 1 && word[0] is '"' or '\'' && word[^1] == word[0] ? word[1..^1] : word;

    // Split at white space, but not within quotes or templates.
    private static IEnumerable<string> Words(string text)
    {
        int start = 0;
        int braces = 0;
        char quote = '\0';
        for (int i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (quote == '\0' && braces <= 0 && char.IsWhiteSpace(text[i])))
            {
                if (i > start)
                {
                    yield return text[start..i];
                }

                start = i + 1;
            }
            else if (quote != '\0')
            {
                quote = text[i] == quote ? '\0' : quote;
            }
            else
            {
                quote = text[i] is '"' or '\'' ? text[i] : '\0';
                braces += text[i] switch { '{' => 1, '}' => -1, _ => 0 };
            }
        }
    }
}
