using System.Text.Encodings.Web;

namespace Playbooks;

/// <summary>Masks the secrets that a run knows, in everything that leaves it.</summary>
internal sealed class Redactor
{
    /// <summary>A shorter secret is masked only where it is the whole text: inside other text it would hide ordinary words.</summary>
    private const int ShortestInText = 4;

    /// <summary>Where a quote was cut off.</summary>
    private const string Cut = "…";

    private readonly Lock _writing = new();
    private volatile string[] _secrets = [];

    public void Add(Credential credential)
    {
        if (credential.Password is not null)
        {
            Add(credential.Password);
        }

        foreach (Secret field in credential.Fields.Values)
        {
            Add(field);
        }
    }

    /// <summary>All secrets in the value, however deep.</summary>
    public void AddAll(object? value)
    {
        switch (value)
        {
            case Secret secret:
                Add(secret);
                break;
            case Credential credential:
                Add(credential);
                break;
            case IReadOnlyDictionary<string, object?> map:
                foreach (object? item in map.Values)
                {
                    AddAll(item);
                }

                break;
            case IReadOnlyList<object?> list:
                foreach (object? item in list)
                {
                    AddAll(item);
                }

                break;
        }
    }

    public void Add(Secret secret)
    {
        if (secret.IsLost)
        {
            return;
        }

        string text = secret.Reveal();
        if (text.Length == 0 || Mask(text) == Secret.Mask)
        {
            return;
        }

        lock (_writing)
        {
            // Longest first: a secret that holds another one must not leave its rest behind.
            _secrets = [.. _secrets.Concat(Spellings(text)).Distinct(StringComparer.Ordinal).OrderByDescending(known => known.Length)];
        }
    }

    /// <summary>As it is, and as it comes back: inside JSON, inside an address, in a quote that has no line breaks.</summary>
    private static IEnumerable<string> Spellings(string text) =>
    [
        text,
        JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text),
        JavaScriptEncoder.Default.Encode(text),
        Uri.EscapeDataString(text),
        text.ReplaceLineEndings(" "),
    ];

    public string Mask(string text)
    {
        text = MaskWhole(text);
        // A quote that was cut off may end in the first part of a secret.
        int cut = text.IndexOf(Cut, StringComparison.Ordinal);
        while (cut >= 0)
        {
            int length = 0;
            foreach (string secret in _secrets)
            {
                length = Math.Max(length, LengthOfBeginning(secret, text.AsSpan(0, cut)));
            }

            text = string.Concat(text.AsSpan(0, cut - length), length > 0 ? Secret.Mask : "", text.AsSpan(cut));
            cut = text.IndexOf(Cut, text.IndexOf(Cut, cut - length, StringComparison.Ordinal) + 1, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>How long the beginning of the secret is in which the text ends; 0 when it is too short to tell anything.</summary>
    private static int LengthOfBeginning(string secret, ReadOnlySpan<char> text)
    {
        for (int length = Math.Min(secret.Length - 1, text.Length); length >= ShortestInText; length--)
        {
            if (text.EndsWith(secret.AsSpan(0, length), StringComparison.Ordinal))
            {
                return length;
            }
        }

        return 0;
    }

    private string MaskWhole(string text)
    {
        foreach (string secret in _secrets)
        {
            if (secret.Length >= ShortestInText ? text.Contains(secret, StringComparison.Ordinal) : text == secret)
            {
                text = text.Replace(secret, Secret.Mask, StringComparison.Ordinal);
            }
        }

        return text;
    }

    public IReadOnlyDictionary<string, object?> Mask(IReadOnlyDictionary<string, object?> values)
        => values.Count == 0 ? values : (IReadOnlyDictionary<string, object?>)Mask((object)values)!;

    /// <summary>A copy of the value that is safe to show.</summary>
    public object? Mask(object? value) => value switch
    {
        string text => Mask(text),
        // A secret of digits comes back out of JSON as a number.
        long or double when _secrets.Contains(PlaybookValues.ToText(value), StringComparer.Ordinal) => Secret.Mask,
        Secret => Secret.Mask,
        Credential credential => credential.ToString(),
        IReadOnlyDictionary<string, object?> map => MaskMap(map),
        IReadOnlyList<object?> list => list.Select(Mask).ToArray(),
        _ => value,
    };

    private Dictionary<string, object?> MaskMap(IReadOnlyDictionary<string, object?> map)
    {
        Dictionary<string, object?> masked = new(map.Count, StringComparer.Ordinal);
        foreach ((string key, object? value) in map)
        {
            masked[Mask(key)] = Mask(value);
        }

        return masked;
    }
}
