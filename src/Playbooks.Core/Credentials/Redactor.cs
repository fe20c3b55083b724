using Playbooks.Redaction;
using Playbooks.Values;

namespace Playbooks;

/// <summary>Masks the secrets that it was told of in everything that people could see. Safe to use from any thread.</summary>
/// <remarks>
/// <para>A secret is found as it is and as it comes back: escaped in JSON, HTML, an address, a form or a shell command, each of them up to twice;
/// in base64, also as a part of a longer base64 text such as <c>user:password</c>; broken into its lines, with its lines joined, and with the
/// white space at its ends left out. Beside a <c>…</c>, where a quote was cut, a beginning or an end of 4 characters or more is found too.</para>
/// <para>How short it may be: 4 characters and more are masked wherever they stand. Inside other text, 3 characters are masked only as a word of their own
/// (<c>code 417</c>) or, when all are letters, only between quotes (<c>"abc"</c>), so that ordinary words stay readable. 1 or 2 characters, and secrets of
/// white space, are masked only where they are the whole text. Of a secret of several lines, each line of 6 characters and more is masked wherever it stands, a
/// shorter one only where it is the whole text. Secrets longer than 65,536 characters are found as they are and line by line, but not in base64 as a whole.</para>
/// <para>What somebody made of a secret by other means, such as a hash or encryption, is a text that nobody can recognize.</para>
/// </remarks>
/// <example>
/// <code>
/// Redactor redactor = new();
/// redactor.Add(new Secret("open sesame"));
/// Console.WriteLine(redactor.Mask("GET /?q=open%20sesame"));   // GET /?q=***
/// </code>
/// </example>
public sealed class Redactor
{
    // What one pass leaves may, with the mask beside it, be a secret that has the mask's characters in it. Rare; and it must end.
    private const int MaximumPasses = 4;

    private readonly Lock _writing = new();
    private volatile SecretIndex? _known;

    /// <summary>Makes the password and all fields of a credential known. Its name and user name are no secrets.</summary>
    public void Add(Credential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        if (credential.Password is not null)
        {
            Add(credential.Password);
        }

        foreach (Secret field in credential.Fields.Values)
        {
            Add(field);
        }
    }

    /// <summary>Makes a secret known. An empty one, and one that looks like the mask, hide nothing.</summary>
    public void Add(Secret secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (secret.IsLost || secret.Meaning is bool)
        {
            // One of two words, which stand everywhere.
            return;
        }

        string text = secret.Reveal();
        if (text.AsSpan().Trim('*').IsEmpty || _known?.Knows(text) == true)
        {
            return;
        }

        lock (_writing)
        {
            // Most runs know no secret: they pay for no index.
            SecretIndex index = _known ?? new SecretIndex();
            SecretForms.Register(text, index);
            _known = index;
        }
    }

    /// <summary>Makes all secrets in a value known, however deep they are.</summary>
    /// <param name="value">Of the types that <see cref="PlaybookValues"/> names, or any collection.</param>
    /// <exception cref="TemplateException">It is nested more than 128 levels deep, such as a value that contains itself, or
    /// holds more than 1,000,000 values.</exception>
    public void AddAll(object? value)
    {
        ValueBudget budget = ValueBudget.ForEntry;
        AddAll(value, ref budget);
    }

    private void AddAll(object? value, ref ValueBudget budget)
    {
        switch (value)
        {
            case null or string:
                break;
            case Secret secret:
                Add(secret);
                break;
            case Credential credential:
                Add(credential);
                break;
            case Dictionary<string, object?> map:
                // By its own enumerator, which costs no memory: every step's arguments and outputs come by here.
                budget.Enter(map.Count);
                foreach (object? item in map.Values)
                {
                    AddAll(item, ref budget);
                }

                budget.Leave();
                break;
            case IReadOnlyDictionary<string, object?> map:
                AddEach(map.Values, map.Count, ref budget);
                break;
            case IReadOnlyList<object?> list:
                budget.Enter(list.Count);
                for (int i = 0; i < list.Count; i++)
                {
                    AddAll(list[i], ref budget);
                }

                budget.Leave();
                break;
            case System.Collections.IDictionary map:
                AddEach(map.Values, map.Count, ref budget);
                break;
            case System.Collections.ICollection collection:
                AddEach(collection, collection.Count, ref budget);
                break;
        }
    }

    /// <summary>The text with <c>***</c> in place of every known secret; the same instance when it holds none.</summary>
    public string Mask(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (_known is not SecretIndex known || text.Length == 0)
        {
            return text;
        }

        if (known.IsWhole(text))
        {
            return Secret.Mask;
        }

        for (int pass = 0; pass < MaximumPasses; pass++)
        {
            SecretMatches found = default;
            SecretSearch.Find(known, text, ref found);
            if (found.IsEmpty)
            {
                break;
            }

            text = found.Mask(text);
        }

        return text;
    }

    /// <summary>The values as they may be shown; the same instance when nothing in it must change.</summary>
    public IReadOnlyDictionary<string, object?> Mask(IReadOnlyDictionary<string, object?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Count == 0 ? values : (IReadOnlyDictionary<string, object?>)Mask((object)values)!;
    }

    /// <summary>The value as it may be shown; the same instance when nothing in it must change. A number that holds the digits of a secret becomes text.</summary>
    /// <exception cref="TemplateException">It is nested more than 256 levels deep, such as a value that contains itself, or
    /// holds more than 100,000,000 values.</exception>
    public object? Mask(object? value)
    {
        ValueBudget budget = ValueBudget.ForShow;
        return ValueMasking.Mask(this, value, ref budget);
    }

    /// <summary>True if the value is a secret, or holds one that is known: it must not stand where people read it, such
    /// as on a command line.</summary>
    public bool IsSecret(object? value) => !ReferenceEquals(Mask(value), value);

    /// <summary>Whether any secret is known: if not, no text is changed.</summary>
    internal bool KnowsAny => _known is not null;

    /// <summary>The length of the longest text in which a secret is recognized, without its escapes.</summary>
    internal int LongestForm => _known?.LongestForm ?? 0;

    /// <summary>The first place, at or after the given one, at which a cut takes no secret apart.</summary>
    internal int NextCut(string text, int place)
    {
        if (_known is not SecretIndex known)
        {
            return place;
        }

        SecretMatches found = default;
        SecretSearch.Find(known, text, ref found);
        foreach ((int start, int end) in found.Places.Order())
        {
            // In order: what begins before this cut may move it, and the next one may begin before that.
            place = start < place && place < end ? end : place;
        }

        return place;
    }

    /// <summary>Whether masking would change the text.</summary>
    internal bool Finds(ReadOnlySpan<char> text)
    {
        if (_known is not SecretIndex known || text.IsEmpty)
        {
            return false;
        }

        SecretMatches found = default;
        SecretSearch.Find(known, text, ref found);
        return !found.IsEmpty || known.IsWhole(text);
    }

    private void AddEach(System.Collections.IEnumerable values, int count, ref ValueBudget budget)
    {
        budget.Enter(count);
        foreach (object? item in values)
        {
            AddAll(item, ref budget);
        }

        budget.Leave();
    }
}
