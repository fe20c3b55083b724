using Playbooks.Redaction;
using Playbooks.Values;

namespace Playbooks;

/// <summary>Masks the known secrets in all text that people could see. All members are thread-safe.</summary>
/// <remarks>
/// <para>
/// A secret is recognized as it is; escaped in JSON, HTML, an address, a form or a shell command, up to two layers
/// deep; in base64, also as a part of a longer base64 text such as <c>user:password</c>; split into its lines, with its
/// lines joined, and without the white space at its ends. Next to a <c>…</c> that marks a cut, the first or last 4 or
/// more characters of a secret are recognized, too.
/// </para>
/// <para>
/// The length of a secret matters. 4 or more characters are masked everywhere. 3 characters are masked inside other
/// text only as a separate word (<c>code 417</c>) or, when all are letters, only between quotes (<c>"abc"</c>), so that
/// ordinary words stay readable. 1 or 2 characters, and secrets of white space, are masked only when they are the whole
/// text. Of a secret of several lines, each line of 6 or more characters is masked everywhere, and a shorter line only
/// when it is the whole text. A secret of more than 65,536 characters is recognized as it is and line by line, but not
/// in base64 as a whole.
/// </para>
/// <para>Other transformations of a secret, such as a hash or an encrypted text, are not recognized.</para>
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
    // A pass can leave a text that, together with the mask, is another secret that holds the mask's characters. This is
    // rare, and the passes must end.
    private const int MaximumPasses = 4;

    private readonly Lock _writing = new();
    private volatile SecretIndex? _known;

    /// <summary>
    /// Makes the password and all fields of a credential known. Its name and its user name are not secrets.
    /// </summary>
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

    /// <summary>Makes a secret known. An empty one, or one of asterisks only, masks nothing.</summary>
    public void Add(Secret secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (secret.IsLost || secret.Meaning is bool)
        {
            // A boolean is one of two words that occur everywhere.
            return;
        }

        string text = secret.Reveal();
        if (text.AsSpan().Trim('*').IsEmpty || _known?.Knows(text) == true)
        {
            return;
        }

        lock (_writing)
        {
            // Most runs have no secrets. They need no index.
            SecretIndex index = _known ?? new SecretIndex();
            SecretForms.Register(text, index);
            _known = index;
        }
    }

    /// <summary>Makes all secrets in a value known, at any depth.</summary>
    /// <param name="value">A value of the types that <see cref="PlaybookValues"/> names, or any collection.</param>
    /// <exception cref="TemplateException">
    /// The value is nested more than 128 levels deep, such as a value that contains itself, or holds more than
    /// 1,000,000 values.
    /// </exception>
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
                // The dictionary's own enumerator is not allocated. The arguments and outputs of every step pass here.
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

    /// <summary>
    /// Replaces every known secret in the text by <c>***</c>. Returns the same instance when there is none.
    /// </summary>
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

    /// <summary>Masks values before they are shown. Returns the same instance when nothing changes.</summary>
    public IReadOnlyDictionary<string, object?> Mask(IReadOnlyDictionary<string, object?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Count == 0 ? values : (IReadOnlyDictionary<string, object?>)Mask((object)values)!;
    }

    /// <summary>Masks a value before it is shown. Returns the same instance when nothing changes.</summary>
    /// <remarks>A number that contains the digits of a secret becomes text.</remarks>
    /// <exception cref="TemplateException">
    /// The value is nested more than 256 levels deep, such as a value that contains itself, or holds more than
    /// 100,000,000 values.
    /// </exception>
    public object? Mask(object? value)
    {
        ValueBudget budget = ValueBudget.ForShow;
        return ValueMasking.Mask(this, value, ref budget);
    }

    /// <summary>
    /// True if the value is a secret or contains a known one. Such a value must not appear where people read it, such
    /// as on a command line.
    /// </summary>
    public bool IsSecret(object? value) => !ReferenceEquals(Mask(value), value);

    /// <summary>True when a secret is known. Without one, no text changes.</summary>
    internal bool KnowsAny => _known is not null;

    /// <summary>The length of the longest text by which a secret is recognized, without escapes.</summary>
    internal int LongestForm => _known?.LongestForm ?? 0;

    /// <summary>The first place, at or after the given one, at which a cut does not split a secret.</summary>
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
            // In order: a match that begins before the cut may move the cut into the next match.
            place = start < place && place < end ? end : place;
        }

        return place;
    }

    /// <summary>Tells if masking would change the text.</summary>
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
