using System.Text;

namespace Playbooks.Redaction;

/// <summary>
/// Registers the texts by which a secret is recognized. Escaped ones are not needed: <see cref="EscapedText"/> resolves
/// escapes.
/// </summary>
internal static class SecretForms
{
    /// <summary>
    /// The shortest secret that is masked inside other text: a shorter one would mask ordinary words.
    /// </summary>
    public const int ShortestInText = 4;

    /// <summary>The shortest secret that is masked as a separate word.</summary>
    private const int ShortestWord = 3;

    /// <summary>
    /// The shortest line of a secret document that is masked: shorter ones are syntax, such as brackets, 'true' or
    /// 'name:'.
    /// </summary>
    private const int ShortestLine = 6;

    /// <summary>
    /// The longest secret that is recognized in base64: the forms of a longer one would take many times its memory.
    /// </summary>
    private const int LongestInBase64 = 65_536;

    /// <summary>The line lengths of base64 in PEM and in MIME.</summary>
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
            // Output seldom includes the last line break of a file.
            Value(text, index);
        }

        string[] lines = text.ReplaceLineEndings("\n")
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
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
        // YAML, SQL and tables double a quote within quotes.
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

        // Base64 encodes 3 bytes as 4 characters. Inside a longer text, the same bytes have 3 forms, one per offset.
        for (int before = 0; before < 3; before++)
        {
            byte[] bytes = new byte[before + Encoding.UTF8.GetByteCount(text)];
            Encoding.UTF8.GetBytes(text, bytes.AsSpan(before));
            string base64 = Convert.ToBase64String(bytes);
            int first = (before * 8 + 5) / 6;
            int last = bytes.Length * 8 / 6;
            Base64(
                new SecretForm(
                    base64[first..last], IsBase64: true, SharesFirst: before > 0, SharesLast: bytes.Length % 3 != 0),
                index);
            if (before == 0)
            {
                Broken(base64.TrimEnd('='), index);
            }
        }
    }

    /// <summary>Registers the lines of a long base64 text.</summary>
    private static void Broken(string base64, SecretIndex index)
    {
        foreach (int width in LineWidths)
        {
            for (int start = 0; base64.Length > width && start < base64.Length; start += width)
            {
                Base64(
                    new SecretForm(base64.Substring(start, Math.Min(width, base64.Length - start)), IsBase64: true),
                    index);
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
