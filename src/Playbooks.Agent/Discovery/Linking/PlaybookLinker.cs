using Playbooks.Agent.Discovery.Facts;
using Playbooks.Agent.Discovery.Files;

namespace Playbooks.Agent.Discovery.Linking;

/// <summary>Combines the facts of one Ansible playbook with those of all files that it reaches.</summary>
/// <remarks>
/// The result is not kept between scans, so that a change of any file counts at once. The facts of the files are kept.
/// </remarks>
internal sealed class PlaybookLinker(FileFinder finder, ScannedFiles files, SharedVariables shared)
{
    // Real imports are far less deep. A circle ends at the first file that was visited before.
    private const int MaximumImportDepth = 100;

    private readonly HashSet<(FileReference Reference, FilePlace Place)> _followed = [];
    private readonly Stack<(FileReference Reference, FilePlace Place)> _open = [];
    private readonly HashSet<string> _playbooks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private readonly HashSet<(string, string?)> _merged = [];
    private readonly HashSet<string> _needed = new(StringComparer.Ordinal);
    private readonly VariableTable _variables = new();
    private readonly HashSet<string> _prompts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _tags = new(StringComparer.Ordinal);
    private readonly List<string> _hosts = [];
    private readonly List<string> _roles = [];
    private readonly HashSet<string> _notified = new(StringComparer.Ordinal);
    private readonly List<(HandlerFacts Handler, FilePlace Place)> _handlers = [];
    private bool _isPending;

    /// <summary>Describes the Ansible playbook; null while a file that it reaches is pending.</summary>
    public AnsiblePlaybookInfo? Link(string path, string fullPath, AnsibleFileFacts facts)
    {
        AddPlaybook(fullPath, facts, depth: 0);
        do
        {
            while (_open.TryPop(out (FileReference Reference, FilePlace Place) next))
            {
                Follow(next.Reference, next.Place);
            }
        }
        while (AddNotifiedHandlers());

        return _isPending ? null : new AnsiblePlaybookInfo
        {
            Path = path,
            Service = facts.Service ?? ServiceName.Of(path),
            Description = facts.Description,
            RequiredVariables = [.. Required().Order(StringComparer.Ordinal).Select(name => new RequiredVariable(name, _types.GetValueOrDefault(name)))],
            Tags = [.. _tags],
            Hosts = [.. _hosts.Distinct(StringComparer.Ordinal)],
            Roles = [.. _roles.Distinct(StringComparer.Ordinal)],
            Digest = facts.Digest,
        };
    }

    private void AddPlaybook(string path, AnsibleFileFacts facts, int depth)
    {
        if (!_playbooks.Add(path) || depth > MaximumImportDepth)
        {
            return;
        }

        string folder = Path.GetDirectoryName(path)!;
        _folders.Add(folder);
        Merge(facts, new FilePlace(folder, folder, null));
        foreach (PlayFacts play in facts.Plays)
        {
            _hosts.AddRange(play.Hosts);
            _roles.AddRange(play.Roles);
            if (play.ImportedPlaybook is { } name
                && FileFinder.Combine(folder, name) is { } imported
                && files.Get(imported, FileKind.Candidate) is { } importedFacts)
            {
                _isPending |= ReferenceEquals(importedFacts, AnsibleFileFacts.Pending);
                if (importedFacts.IsPlaybook)
                {
                    AddPlaybook(imported, importedFacts, depth + 1);
                }
            }
        }
    }

    private void Follow(FileReference reference, FilePlace place)
    {
        if (reference.Kind == ReferenceKind.Role)
        {
            if (finder.FindRole(reference.Name, place) is { } role)
            {
                AddRole(reference, role, place);
            }

            return;
        }

        foreach ((string path, AnsibleFileFacts facts) in finder.Find(reference, place))
        {
            Merge(path, facts, place);
        }
    }

    private void AddRole(FileReference reference, string role, FilePlace place)
    {
        AddPart("tasks", reference.TasksFrom, FileKind.Tasks);
        AddPart("handlers", reference.HandlersFrom, FileKind.Handlers);
        AddPart("defaults", reference.DefaultsFrom, FileKind.Vars);
        AddPart("vars", reference.VarsFrom, FileKind.Vars);
        AddPart("meta", null, FileKind.RoleMeta);
        foreach ((_, AnsibleFileFacts facts) in finder.RolePart(role, "meta", "argument_specs", FileKind.ArgumentSpecs))
        {
            _isPending |= ReferenceEquals(facts, AnsibleFileFacts.Pending);
            AddOptions(facts, reference);
        }

        void AddPart(string part, string? from, FileKind kind)
        {
            foreach ((string path, AnsibleFileFacts facts) in finder.RolePart(role, part, from, kind))
            {
                Merge(path, facts, place with { RoleFolder = role });
                AddOptions(facts, reference);
            }
        }
    }

    private void AddOptions(AnsibleFileFacts facts, FileReference reference)
    {
        string entryPoint = Path.ChangeExtension(reference.TasksFrom, null) ?? "main";
        foreach (RoleOption option in facts.Options)
        {
            if (option.Type is not null)
            {
                _types.TryAdd(option.Name, option.Type);
            }

            if (option.IsRequired && option.EntryPoint == entryPoint)
            {
                _needed.Add(option.Name);
            }
        }
    }

    private void Merge(string path, AnsibleFileFacts facts, FilePlace place)
    {
        if (_merged.Add((path, place.RoleFolder)))
        {
            Merge(facts, place with { FileFolder = Path.GetDirectoryName(path)! });
        }
    }

    private void Merge(AnsibleFileFacts facts, FilePlace place)
    {
        _isPending |= ReferenceEquals(facts, AnsibleFileFacts.Pending);
        _needed.UnionWith(facts.Uses);
        _variables.Add(facts);
        _prompts.UnionWith(facts.Prompts);
        _tags.UnionWith(facts.Tags);
        _notified.UnionWith(facts.Notifies);
        _handlers.AddRange(facts.Handlers.Select(handler => (handler, place)));
        foreach (FileReference reference in facts.References)
        {
            if (_followed.Add((reference, place)))
            {
                _open.Push((reference, place));
            }
        }
    }

    // Handlers may notify further handlers.
    private bool AddNotifiedHandlers()
    {
        List<(HandlerFacts Handler, FilePlace Place)> notified = _handlers.FindAll(entry => _notified.Any(entry.Handler.IsNotifiedBy));
        _handlers.RemoveAll(notified.Contains);
        notified.ForEach(entry => Merge(entry.Handler.Facts, entry.Place));
        return notified.Count > 0;
    }

    // A value counts only when it is used, and so do the variables in it.
    private HashSet<string> Required()
    {
        VariableTable[] tables = [_variables, .. shared.For(_folders)];
        HashSet<string> required = new(_prompts, StringComparer.Ordinal);
        Stack<string> open = new(_needed);
        while (open.TryPop(out string? name))
        {
            bool isDefined = false;
            foreach (VariableTable table in tables)
            {
                if (table.TryGet(name, out IReadOnlyList<string> uses))
                {
                    isDefined = true;
                    foreach (string use in uses.Where(_needed.Add))
                    {
                        open.Push(use);
                    }
                }
            }

            if (!isDefined)
            {
                required.Add(name);
            }
        }

        return required;
    }
}
