using System.Text;

namespace Playbooks.Ansible.Events;

/// <summary>The last lines of a run. They are decoded only on request.</summary>
internal sealed class TextTail(Redactor redactor)
{
    /// <summary>The number of bytes of one text that are remembered.</summary>
    public const int Longest = 2048;

    private const int Lines = 5;

    private readonly (byte[] Bytes, int Length, bool IsJson)[] _texts = new (byte[], int, bool)[Lines];
    private int _next;

    public void Add(ReadOnlySpan<byte> text, bool isJson)
    {
        if (text.IsEmpty)
        {
            return;
        }

        ref (byte[] Bytes, int Length, bool IsJson) slot = ref _texts[_next];
        _next = (_next + 1) % Lines;
        text = isJson ? JsonString.Cut(text, Longest, redactor) : text[..Math.Min(text.Length, Longest)];
        if (slot.Bytes is null || slot.Bytes.Length < text.Length)
        {
            slot.Bytes = new byte[Math.Max(256, text.Length)];
        }

        text.CopyTo(slot.Bytes);
        (slot.Length, slot.IsJson) = (text.Length, isJson);
    }

    public override string ToString()
    {
        IEnumerable<string> lines = Enumerable.Range(0, Lines)
            .Select(at => _texts[(_next + at) % Lines])
            .Where(text => text.Bytes is not null)
            .Select(text => text.IsJson
                ? JsonString.Decode(text.Bytes.AsSpan(0, text.Length))
                : Encoding.UTF8.GetString(text.Bytes, 0, text.Length))
            .SelectMany(text => TerminalText.Clean(text).Split('\n'))
            .Select(line => line.TrimEnd())
            .Where(line => line.Length > 0);
        return string.Join('\n', lines.TakeLast(Lines));
    }
}
