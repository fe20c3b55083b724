namespace Playbooks.Ansible.Events;

/// <summary>Keeps equal texts once: names and messages of failures repeat on many hosts.</summary>
/// <remarks>It holds a bounded number of short texts and a bounded number of characters. Other texts are shortened, and
/// allocated each time.</remarks>
internal sealed class TextPool
{
    private const int MaximumTexts = 4096;
    private const int MaximumCharacters = 2_000_000;
    private const int ShortLength = 200;

    private readonly Dictionary<byte[], string> _texts = new(ByteKeys.Comparer);
    private readonly Dictionary<byte[], string>.AlternateLookup<ReadOnlySpan<byte>> _byBytes;
    private readonly Redactor _redactor;
    private readonly HashSet<string> _messages = new(StringComparer.Ordinal);
    private int _characters;

    /// <param name="redactor">Masks the names before they are shortened.</param>
    public TextPool(Redactor redactor)
    {
        _redactor = redactor;
        _byBytes = _texts.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Gets the text of a JSON string, at most so many characters of it.</summary>
    public string Name(ReadOnlySpan<byte> raw, int maximum = 1000)
    {
        if (raw.IsEmpty)
        {
            return "";
        }

        if (_byBytes.TryGetValue(raw, out string? known))
        {
            return known;
        }

        string text = TerminalText.Shorten(_redactor.Mask(JsonString.Decode(raw)), maximum);
        if (_texts.Count < MaximumTexts)
        {
            _byBytes[raw] = text;
        }

        return text;
    }

    /// <summary>Gets a masked message; only its beginning and its end when many long ones are held already.</summary>
    public string Message(string text)
    {
        if (_messages.TryGetValue(text, out string? known))
        {
            return known;
        }

        string kept = _characters + text.Length <= MaximumCharacters ? text : TerminalText.Shorten(text, ShortLength);
        if (_messages.Count < MaximumTexts && _characters + kept.Length <= MaximumCharacters)
        {
            _messages.Add(kept);
            _characters += kept.Length;
        }

        return kept;
    }
}
