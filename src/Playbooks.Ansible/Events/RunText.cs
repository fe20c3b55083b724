namespace Playbooks.Ansible.Events;

/// <summary>Puts loose lines of the terminal together: errors and warnings come as one event for each line, wrapped at 79 columns.</summary>
internal sealed class RunText
{
    private const int MaximumBlocks = 20;
    private const int MaximumLines = 200;
    private const int MaximumLength = 2000;
    private const int TailLines = 5;

    private const string ErrorMark = "ERROR! ";
    private const string UsageMark = "ansible-playbook: error: ";

    private readonly List<List<string>> _errors = [];
    private readonly List<List<string>> _warnings = [];
    private readonly Queue<string> _tail = new();
    private List<string>? _open;

    /// <summary>Errors that belong to no host, each once.</summary>
    public IReadOnlyList<string> Errors => [.. _errors.Select(lines => string.Join('\n', lines).Trim()).Distinct(StringComparer.Ordinal).Select(Shorten)];

    /// <summary>Warnings, each once, with their wrapping undone.</summary>
    public IReadOnlyList<string> Warnings => [.. _warnings.Select(lines => string.Join(' ', lines.Select(line => line.Trim()))).Distinct(StringComparer.Ordinal).Select(Shorten)];

    /// <summary>The last lines, whatever they are: for a run that ends without saying what is wrong.</summary>
    public string Tail => Shorten(string.Join('\n', _tail));

    public void Add(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            AddLine(line.TrimEnd());
        }
    }

    /// <summary>Something that is no text came in between: what follows belongs to nothing before it.</summary>
    public void Break() => _open = null;

    private void AddLine(string line)
    {
        if (line.Length > 0)
        {
            _tail.Enqueue(line);
            if (_tail.Count > TailLines)
            {
                _tail.Dequeue();
            }
        }

        if (line.StartsWith(ErrorMark, StringComparison.Ordinal))
        {
            Open(_errors, line[ErrorMark.Length..]);
        }
        else if (line.StartsWith(UsageMark, StringComparison.Ordinal))
        {
            Open(_errors, line[UsageMark.Length..]);
        }
        else if (line.StartsWith("[WARNING]: ", StringComparison.Ordinal) || line.StartsWith("[DEPRECATION WARNING]: ", StringComparison.Ordinal))
        {
            Open(_warnings, line);
        }
        else if (line.StartsWith("usage: ", StringComparison.Ordinal))
        {
            // The whole help text follows a wrong argument: nobody reads it in a summary.
            _open = null;
        }
        else if (_open is { Count: < MaximumLines })
        {
            _open.Add(line);
        }
    }

    private void Open(List<List<string>> blocks, string line)
    {
        _open = [line];
        if (blocks.Count < MaximumBlocks)
        {
            blocks.Add(_open);
        }
    }

    private static string Shorten(string text) => TerminalText.Shorten(text, MaximumLength);
}
