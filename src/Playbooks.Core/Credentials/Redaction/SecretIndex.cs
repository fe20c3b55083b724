using System.Buffers;
using System.Collections.Concurrent;

namespace Playbooks.Redaction;

/// <summary>
/// An index of all forms of the known secrets. The time of a search depends on the text's length, not on the number of
/// forms.
/// </summary>
/// <remarks>
/// One thread writes; any number of threads read. Adding a form does not touch the others, so that a run that makes a
/// secret in every step takes linear time.
/// </remarks>
internal sealed class SecretIndex
{
    /// <summary>
    /// The length of the beginning by which a form is found. That many characters fit into one number.
    /// </summary>
    public const int KeyLength = 4;

    private const int WordLength = 3;
    private const char Cut = '…';

    private static readonly SearchValues<char> Unescaped = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SecretForm> _forms = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SecretForm>.AlternateLookup<ReadOnlySpan<char>> _formsBySpan;
    private readonly ConcurrentDictionary<ulong, FormBucket> _buckets = new();
    private readonly ConcurrentDictionary<string, bool> _whole = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool>.AlternateLookup<ReadOnlySpan<char>> _wholeBySpan;
    private readonly ConcurrentDictionary<ulong, bool> _words = new();
    private readonly ConcurrentDictionary<ulong, FormBucket> _endings = new();
    private readonly KeyFilter _formKeys = new();
    private readonly KeyFilter _endingKeys = new();
    private readonly KeyFilter _wordKeys = new();
    private volatile int _longestForm;
    private volatile int _longestWhole;
    private volatile bool _hasWords;

    public SecretIndex()
    {
        _formsBySpan = _forms.GetAlternateLookup<ReadOnlySpan<char>>();
        _wholeBySpan = _whole.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The length of the longest form.</summary>
    public int LongestForm => _longestForm;

    /// <summary>True when a form has characters that can be escaped.</summary>
    public bool HasEscapable { get; private set; }

    /// <summary>True when a form has a space, which web forms write as a plus.</summary>
    public bool HasSpace { get; private set; }

    public bool Knows(string secret) => _known.ContainsKey(secret);

    public void AddKnown(string secret) => _known[secret] = true;

    /// <summary>Adds a text that is found only when it is the whole text.</summary>
    public void AddWhole(string text)
    {
        _longestWhole = Math.Max(_longestWhole, text.Length);
        _whole[text] = true;
    }

    /// <summary>Adds a word that is found only when it stands alone.</summary>
    public void AddWord(string word)
    {
        NoteEscapes(word);
        ulong key = KeyOf(word, WordLength);
        _words[key] = word.All(char.IsLetter);
        _wordKeys.Add(key);
        _hasWords = true;
    }

    /// <summary>Adds a form that is found anywhere.</summary>
    public void Add(SecretForm form)
    {
        if (!_forms.TryAdd(form.Text, form))
        {
            return;
        }

        NoteEscapes(form.Text);
        _longestForm = Math.Max(_longestForm, form.Text.Length);
        ulong key = KeyOf(form.Text, KeyLength);
        _buckets.GetOrAdd(key, static _ => new FormBucket()).Add(form.Text);
        ulong ending = KeyOf(form.Text.AsSpan(form.Text.Length - KeyLength), KeyLength);
        _endings.GetOrAdd(ending, static _ => new FormBucket()).Add(form.Text);
        _endingKeys.Add(ending);
        // Added last: a reader that sees this key must find the rest.
        _formKeys.Add(key);
    }

    public bool IsWhole(ReadOnlySpan<char> text)
    {
        if (_longestWhole == 0)
        {
            return false;
        }

        ReadOnlySpan<char> trimmed = text.Trim();
        return (trimmed.Length <= _longestWhole && _wholeBySpan.ContainsKey(trimmed))
            || (text.Length <= _longestWhole && _wholeBySpan.ContainsKey(text));
    }

    /// <summary>Finds the known secrets in the text as it is.</summary>
    public void Find(ReadOnlySpan<char> text, ref SecretMatches found)
    {
        ulong key = 0;
        for (int i = 0; i < text.Length; i++)
        {
            key = (key << 16) | text[i];
            if (i >= KeyLength - 1 && _formKeys.MayHold(key))
            {
                FindForm(text, i - KeyLength + 1, key, ref found);
            }
        }

        if (_hasWords)
        {
            FindWords(text, ref found);
        }

        FindCut(text, ref found);
    }

    private void FindForm(ReadOnlySpan<char> text, int start, ulong key, ref SecretMatches found)
    {
        if (!_buckets.TryGetValue(key, out FormBucket? bucket))
        {
            return;
        }

        // The longest form comes first: it covers the shorter ones.
        foreach (int length in bucket.Lengths)
        {
            if (start + length <= text.Length
                && _formsBySpan.TryGetValue(text.Slice(start, length), out SecretForm form))
            {
                (int from, int to) = form.Around(text, start);
                found.Add(from, to);
                return;
            }
        }
    }

    private void FindWords(ReadOnlySpan<char> text, ref SecretMatches found)
    {
        const ulong Mask = (1UL << (16 * WordLength)) - 1;
        ulong key = 0;
        for (int i = 0; i < text.Length; i++)
        {
            key = ((key << 16) | text[i]) & Mask;
            int start = i - WordLength + 1;
            if (start >= 0
                && _wordKeys.MayHold(key)
                && _words.TryGetValue(key, out bool isLetters)
                && StandsAlone(text, start, i + 1, isLetters))
            {
                found.Add(start, i + 1);
            }
        }
    }

    private static bool StandsAlone(ReadOnlySpan<char> text, int start, int end, bool betweenQuotes)
    {
        char before = start > 0 ? text[start - 1] : '"';
        char after = end < text.Length ? text[end] : '"';
        return betweenQuotes ? IsQuote(before) && IsQuote(after) : !IsWordCharacter(before) && !IsWordCharacter(after);
    }

    private static bool IsQuote(char character) => character is '"' or '\'' or '`';

    private static bool IsWordCharacter(char character) => char.IsLetterOrDigit(character) || character == '_';

    /// <summary>Finds the first part of a secret before a cut, and the last part of one after it.</summary>
    private void FindCut(ReadOnlySpan<char> text, ref SecretMatches found)
    {
        int done = 0;
        int next;
        while ((next = text[done..].IndexOf(Cut)) >= 0)
        {
            int cut = done + next;
            int after = cut + 1;
            FindBeginning(text, done, cut, ref found);
            FindEnding(text, after, ref found);
            // Some programs put a space on either side of the mark.
            if (cut > done && text[cut - 1] == ' ')
            {
                FindBeginning(text, done, cut - 1, ref found);
            }

            if (after < text.Length && text[after] == ' ')
            {
                FindEnding(text, after + 1, ref found);
            }

            done = after;
        }
    }

    private void FindBeginning(ReadOnlySpan<char> text, int from, int cut, ref SecretMatches found)
    {
        // The search goes from left to right: the first beginning that matches is the longest one.
        for (int start = Math.Max(from, cut - _longestForm); start + KeyLength <= cut; start++)
        {
            ulong key = KeyOf(text[start..], KeyLength);
            if (_formKeys.MayHold(key)
                && _buckets.TryGetValue(key, out FormBucket? bucket)
                && bucket.HasBeginning(text[start..cut]))
            {
                found.Add(start, cut);
                return;
            }
        }
    }

    private void FindEnding(ReadOnlySpan<char> text, int start, ref SecretMatches found)
    {
        for (int end = (int)Math.Min(text.Length, (long)start + _longestForm); end - KeyLength >= start; end--)
        {
            ulong key = KeyOf(text[(end - KeyLength)..], KeyLength);
            if (_endingKeys.MayHold(key)
                && _endings.TryGetValue(key, out FormBucket? bucket)
                && bucket.HasEnding(text[start..end]))
            {
                found.Add(start, end);
                return;
            }
        }
    }

    private void NoteEscapes(string text)
    {
        HasEscapable |= text.AsSpan().ContainsAnyExcept(Unescaped);
        HasSpace |= text.Contains(' ', StringComparison.Ordinal);
    }

    private static ulong KeyOf(ReadOnlySpan<char> text, int length)
    {
        ulong key = 0;
        foreach (char character in text[..length])
        {
            key = (key << 16) | character;
        }

        return key;
    }
}
