using System.Text;
using Playbooks.Ansible;

namespace Playbooks.Cli;

/// <summary>
/// Reads a value of <c>--extra-vars</c> as Ansible does: <c>@FILE</c>, a map in JSON or YAML, or <c>NAME=VALUE</c>s.
/// </summary>
internal static class ExtraVarsArgument
{
    /// <exception cref="UsageException">The text has none of these forms, or the file does not exist.</exception>
    public static AnsibleExtraVars Parse(string text)
    {
        if (text.StartsWith('@'))
        {
            // Ansible reads the file itself, so it may be YAML, JSON or encrypted.
            string path = Path.GetFullPath(text[1..]);
            return AnsibleExtraVars.FromFile(File.Exists(path) ? path : throw new UsageException($"the file of extra vars '{text[1..]}' does not exist"));
        }

        return text.TrimStart() is ['{' or '[', ..] ? AnsibleExtraVars.FromText(text) : AnsibleExtraVars.FromValues(ReadAssignments(text));
    }

    private static Dictionary<string, object?> ReadAssignments(string text)
    {
        Dictionary<string, object?> values = new(StringComparer.Ordinal);
        foreach (string word in Words(text))
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new UsageException($"'{word}' is not an extra var: write NAME=VALUE, a map such as {{\"name\": 1}}, or @FILE; a value with spaces needs quotes of its own: NAME='two words'");
            }

            values[word[..equals]] = Unquoted(word[(equals + 1)..]);
        }

        return values.Count > 0 ? values : throw new UsageException("--extra-vars is empty: write NAME=VALUE, a map, or @FILE");
    }

    /// <summary>Splits at spaces that are neither in quotes nor in a template.</summary>
    private static IEnumerable<string> Words(string text)
    {
        StringBuilder word = new();
        char quote = '\0';
        int templates = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char one = text[i];
            if (char.IsWhiteSpace(one) && quote == '\0' && templates == 0)
            {
                if (word.Length > 0)
                {
                    yield return word.ToString();
                    word.Clear();
                }

                continue;
            }

            word.Append(one);
            if (one == '\\' && quote == '"' && i + 1 < text.Length)
            {
                word.Append(text[++i]);
            }
            else if (one is '"' or '\'' && (quote == '\0' || quote == one))
            {
                quote = quote == one ? '\0' : one;
            }
            else if (i > 0 && one == '{' && text[i - 1] == '{')
            {
                templates++;
            }
            else if (templates > 0 && one == '}' && text[i - 1] == '}')
            {
                templates--;
            }
        }

        if (quote != '\0')
        {
            throw new UsageException($"--extra-vars: the quote {quote} is not closed in: {text[..Math.Max(1, text.IndexOf('=', StringComparison.Ordinal) + 1)]}…");
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    private static string Unquoted(string value)
        => value is ['"', .., '"'] or ['\'', .., '\''] && value.Length > 1 ? value[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal) : value;
}
