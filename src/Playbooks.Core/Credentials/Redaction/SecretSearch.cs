namespace Playbooks.Redaction;

/// <summary>Finds known secrets in a text, both as they are and escaped.</summary>
internal static class SecretSearch
{
    /// <summary>The most layers of escapes, such as JSON in JSON, or an address in JSON.</summary>
    private const int MostEscapes = 2;

    private static readonly Escaping[] Escapings =
    [
        new BackslashEscaping(),
        new ShellQuoteEscaping(),
        new PercentEscaping(),
        new FormEscaping(),
        new HtmlEscaping(),
    ];

    public static void Find(SecretIndex known, ReadOnlySpan<char> text, ref SecretMatches found)
        => Find(known, text, MostEscapes, ref found);

    private static void Find(SecretIndex known, ReadOnlySpan<char> text, int escapes, ref SecretMatches found)
    {
        known.Find(text, ref found);
        if (escapes == 0 || !known.HasEscapable)
        {
            return;
        }

        foreach (Escaping escaping in Escapings)
        {
            if (escaping.MayOccur(text, known.HasSpace))
            {
                using EscapedText plain = new(escaping, text);
                if (plain.HadEscapes)
                {
                    SecretMatches below = default;
                    Find(known, plain.Text, escapes - 1, ref below);
                    foreach ((int start, int end) in below.Places)
                    {
                        found.Add(plain.PlaceOf(start), plain.PlaceOf(end));
                    }
                }
            }
        }
    }
}
