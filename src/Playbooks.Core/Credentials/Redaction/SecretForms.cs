using System.Text;

namespace Playbooks.Redaction;

/// <summary>In which texts a secret can be recognized. Escapes are not among them: <see cref="EscapedText"/> undoes those.</summary>
internal static class SecretForms
{
    /// <summary>A shorter one would hide ordinary words wherever it stands.</summary>
    public const int ShortestInText = 4;

    /// <summary>A shorter one would hide too much even as a word of its own.</summary>
    private const int ShortestWord = 3;

    /// <summary>Of a document that is a secret, what is shorter is its grammar: brackets, 'true', 'name:'.</summary>
    private const int ShortestLine = 6;

    /// <summary>Its forms in base64 would take many times its memory.</summary>
    private const int LongestInBase64 = 65_536;

    /// <summary>What tools break base64 at: PEM, MIME.</summary>
    private static ReadOnlySpan<int> LineWidths => [64, 76];

    public static void Register(string secret, SecretIndex index)
    {
        index.AddKnown(secret);
        string text = secret.Trim();
        if (text.Length == 0)
        {
            index.AddWhole(secret);
            return;
        }

        Value(secret, index);
        if (text.Length < secret.Length)
        {
            // A file's last line break is seldom shown.
            Value(text, index);
        }

        string[] lines = text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length > 1)
        {
            foreach (string joint in (IEnumerable<string>)["\n", "\r\n", " ", ""])
            {
                InText(text.ReplaceLineEndings(joint), index);
            }

            foreach (string line in lines)
            {
                Line(line, index);
            }
        }
    }

    private static void Value(string value, SecretIndex index)
    {
        if (value.Length >= ShortestInText)
        {
            InText(value, index);
            Base64(value, index);
            return;
        }

        index.AddWhole(value);
        string base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(value));
        if (value.Length >= ShortestWord)
        {
            index.AddWord(value);
            index.Add(new SecretForm(base64.TrimEnd('=')));
        }

        index.AddWhole(base64);
        index.AddWhole(base64.TrimEnd('='));
    }

    private static void Line(string line, SecretIndex index)
    {
        if (line.Length >= ShortestLine)
        {
            InText(line, index);
            Base64(line, index);
        }
        else if (line.Length >= ShortestWord)
        {
            index.AddWhole(line);
        }
    }

    private static void InText(string text, SecretIndex index)
    {
        if (text.Length < ShortestInText)
        {
            return;
        }

        index.Add(new SecretForm(text));
        // YAML, SQL and tables double a quote inside of quotes.
        foreach (string quote in (IEnumerable<string>)["'", "\""])
        {
            if (text.Contains(quote, StringComparison.Ordinal))
            {
                index.Add(new SecretForm(text.Replace(quote, quote + quote, StringComparison.Ordinal)));
            }
        }
    }

    private static void Base64(string text, SecretIndex index)
    {
        if (text.Length > LongestInBase64)
        {
            return;
        }

        // Base64 makes 4 characters of 3 bytes: a text inside of another looks different for each of the 3 ways to begin.
        for (int before = 0; before < 3; before++)
        {
            byte[] bytes = new byte[before + Encoding.UTF8.GetByteCount(text)];
            Encoding.UTF8.GetBytes(text, bytes.AsSpan(before));
            string base64 = Convert.ToBase64String(bytes);
            int first = (before * 8 + 5) / 6;
            int last = bytes.Length * 8 / 6;
            Base64(new SecretForm(base64[first..last], IsBase64: true, SharesFirst: before > 0, SharesLast: bytes.Length % 3 != 0), index);
            if (before == 0)
            {
                Broken(base64.TrimEnd('='), index);
            }
        }
    }

    /// <summary>The lines of a long base64 text.</summary>
    private static void Broken(string base64, SecretIndex index)
    {
        foreach (int width in LineWidths)
        {
            for (int start = 0; base64.Length > width && start < base64.Length; start += width)
            {
                Base64(new SecretForm(base64.Substring(start, Math.Min(width, base64.Length - start)), IsBase64: true), index);
            }
        }
    }

    private static void Base64(SecretForm form, SecretIndex index)
    {
        if (form.Text.Length < ShortestInText)
        {
            return;
        }

        index.Add(form);
        if (form.Text.AsSpan().ContainsAny('+', '/'))
        {
            index.Add(form with { Text = form.Text.Replace('+', '-').Replace('/', '_') });
        }
    }
}
