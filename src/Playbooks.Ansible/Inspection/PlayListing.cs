namespace Playbooks.Ansible.Inspection;

/// <summary>Reads the text that <c>ansible-playbook --list-hosts --list-tasks</c> prints. Ansible has no structured
/// form of it.</summary>
internal sealed class PlayListing
{
    private const string PlaybookMark = "playbook: ";
    private const string PlayMark = "  play #";
    private const string SectionIndent = "    ";
    private const string EntryIndent = "      ";
    private const string TagsMark = "\tTAGS: [";

    private readonly List<AnsiblePlay> _plays = [];
    private readonly List<string> _hosts = [];
    private readonly List<AnsibleTask> _tasks = [];
    private string _playbook = "";
    private AnsiblePlay? _play;
    private bool _inHosts;
    private bool _inTasks;

    /// <summary>Takes the next line.</summary>
    public void Add(string line)
    {
        if (line.StartsWith(PlaybookMark, StringComparison.Ordinal))
        {
            EndPlay();
            _playbook = line[PlaybookMark.Length..];
        }
        else if (line.StartsWith(PlayMark, StringComparison.Ordinal))
        {
            EndPlay();
            _play = Play(line);
        }
        else if (line.StartsWith(EntryIndent, StringComparison.Ordinal))
        {
            AddEntry(line[EntryIndent.Length..]);
        }
        else if (line.StartsWith(SectionIndent, StringComparison.Ordinal))
        {
            _inHosts = line.StartsWith($"{SectionIndent}hosts (", StringComparison.Ordinal);
            _inTasks = line.StartsWith($"{SectionIndent}tasks:", StringComparison.Ordinal);
        }
    }

    /// <summary>Gets the plays, after all lines were taken.</summary>
    public IReadOnlyList<AnsiblePlay> End()
    {
        EndPlay();
        return _plays;
    }

    private void AddEntry(string entry)
    {
        if (_inHosts)
        {
            _hosts.Add(entry.Trim());
        }
        else if (_inTasks)
        {
            (string name, IReadOnlyList<string> tags) = Tagged(entry);
            _tasks.Add(new AnsibleTask(name, tags));
        }
    }

    // "  play #1 (PATTERN): NAME<tab>TAGS: [a,b]"
    private AnsiblePlay Play(string line)
    {
        (string text, IReadOnlyList<string> tags) = Tagged(line);
        int open = text.IndexOf('(', StringComparison.Ordinal) + 1;
        int close = text.IndexOf("): ", open, StringComparison.Ordinal);
        return close < 0
            ? new AnsiblePlay { Playbook = _playbook, Name = text.Trim(), HostPattern = "", Tags = tags }
            : new AnsiblePlay
            {
                Playbook = _playbook,
                Name = text[(close + 3)..].Trim(),
                HostPattern = text[open..close],
                Tags = tags,
            };
    }

    // A name may itself hold the mark, so the last one counts.
    private static (string Text, IReadOnlyList<string> Tags) Tagged(string text)
    {
        int mark = text.LastIndexOf(TagsMark, StringComparison.Ordinal);
        return mark < 0
            ? (text, [])
            : (text[..mark], text[(mark + TagsMark.Length)..].TrimEnd().TrimEnd(']')
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    private void EndPlay()
    {
        if (_play is not null)
        {
            _plays.Add(_play with { Hosts = [.. _hosts.Order(StringComparer.Ordinal)], Tasks = [.. _tasks] });
        }

        _hosts.Clear();
        _tasks.Clear();
        (_play, _inHosts, _inTasks) = (null, false, false);
    }
}
