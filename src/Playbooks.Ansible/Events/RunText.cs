using System.Text;

namespace Playbooks.Ansible.Events;

/// <summary>Joins lines of the terminal to errors and warnings: Ansible sends one event for each line, wrapped at 79
/// columns.</summary>
internal sealed class RunText(Redactor redactor)
{
    private const int MaximumBlocks = 20;
    private const int MaximumLines = 200;
    private const int MaximumLength = 2000;

    // The limit of one block. A summary does not show more.
    private const int MaximumCharacters = 100_000;

    private const string ErrorMark = "ERROR! ";
    private const string UsageMark = "ansible-playbook: error: ";

    private readonly List<List<string>> _errors = [];
    private readonly List<List<string>> _warnings = [];
    private readonly TextTail _tail = new(redactor);
    private List<string>? _open;
    private int _openCharacters;

    /// <summary>Errors that belong to no host, each once.</summary>
    public IReadOnlyList<string> Errors =>
    [
        .. _errors.Select(lines => string.Join('\n', lines).Trim())
            .Distinct(StringComparer.Ordinal)
            .Select(Shorten),
    ];

    /// <summary>Warnings, each once, with their wrapping undone.</summary>
    public IReadOnlyList<string> Warnings =>
    [
        .. _warnings.Select(lines => string.Join(' ', lines.Select(line => line.Trim())).Trim())
            .Distinct(StringComparer.Ordinal)
            .Select(Shorten),
    ];

    /// <summary>The last lines, for a run that fails without an error message.</summary>
    public string Tail => Shorten(_tail.ToString());

    public void Add(string text)
    {
        string end = text.Length <= TextTail.Longest ? text : Last(redactor.Mask(text));
        _tail.Add(Encoding.UTF8.GetBytes(end), isJson: false);
        AddLines(text);
    }

    /// <summary>Takes the text of an event in its JSON form. Most texts are only remembered, not decoded.</summary>
    public void AddJson(ReadOnlySpan<byte> raw)
    {
        _tail.Add(raw, isJson: true);
        if (_open is not null
            || raw.IndexOf("ERROR! "u8) >= 0
            || raw.IndexOf("WARNING]: "u8) >= 0
            || raw.IndexOf("ansible-playbook: error: "u8) >= 0)
        {
            AddLines(TerminalText.Clean(JsonString.Decode(raw)));
        }
    }

    /// <summary>Ends the open error or warning, because a record that is not a text has come.</summary>
    public void Break() => _open = null;

    private void AddLines(string text)
    {
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            AddLine(line.TrimEnd());
        }
    }

    private void AddLine(ReadOnlySpan<char> line)
    {
        if (line.StartsWith(ErrorMark))
        {
            Open(_errors, line[ErrorMark.Length..].ToString());
        }
        else if (line.StartsWith(UsageMark))
        {
            Open(_errors, line[UsageMark.Length..].ToString());
        }
        else if (line.StartsWith("[WARNING]: ") || line.StartsWith("[DEPRECATION WARNING]: "))
        {
            Open(_warnings, line.ToString());
        }
        else if (line.StartsWith("usage: "))
        {
            // After a wrong argument, Ansible prints its whole help text, which does not belong in a summary.
            _open = null;
        }
        else if (_open is not null)
        {
            _open.Add(line.ToString());
            _openCharacters += line.Length;
            if (_open.Count == MaximumLines || _openCharacters > MaximumCharacters)
            {
                _open = null;
            }
        }
    }

    private void Open(List<List<string>> blocks, string line)
    {
        _openCharacters = line.Length;
        _open =
            [line.Length <= MaximumCharacters ? line : TerminalText.Shorten(redactor.Mask(line), MaximumCharacters)];
        if (blocks.Count < MaximumBlocks)
        {
            blocks.Add(_open);
        }
    }

    private static string Last(string text) => text.Length <= TextTail.Longest ? text : text[^TextTail.Longest..];

    private string Shorten(string text) => TerminalText.Shorten(redactor.Mask(text), MaximumLength);
}
