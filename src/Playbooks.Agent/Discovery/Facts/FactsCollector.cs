using Playbooks.Agent.Discovery.Jinja;
using Playbooks.Agent.Discovery.Yaml;

namespace Playbooks.Agent.Discovery.Facts;

/// <summary>Gathers what one file says while its tree is walked.</summary>
internal sealed class FactsCollector
{
    private readonly HashSet<string> _uses = new(StringComparer.Ordinal);
    private readonly List<VariableDefinition> _definitions = [];
    private readonly SortedSet<string> _tags = new(StringComparer.Ordinal);

    public List<string> Prompts { get; } = [];

    public List<RoleOption> Options { get; } = [];

    public List<PlayFacts> Plays { get; } = [];

    public List<FileReference> References { get; } = [];

    public AnsibleFileFacts ToFacts() => new()
    {
        Uses = [.. _uses],
        Definitions = [.. _definitions],
        Prompts = [.. Prompts],
        Options = [.. Options],
        Tags = [.. _tags],
        Plays = [.. Plays],
        References = [.. References.Distinct()],
    };

    /// <summary>Adds what must have a value.</summary>
    public void Use(IEnumerable<string> names, Guards guards) => _uses.UnionWith(names.Where(name => !guards.Has(name)));

    /// <summary>Adds what the templates in a value need, keys and all.</summary>
    public void Use(YamlValue value, Guards guards) => Use(YamlTemplates.Names(value).Uses, guards);

    public void Define(string? name)
    {
        if (name is not null && JinjaWords.IsName(name))
        {
            _definitions.Add(new VariableDefinition(name, []));
        }
    }

    /// <summary>Adds the variables of a map; what their values need counts only once they are needed.</summary>
    public void Define(YamlValue? map, Guards guards)
    {
        foreach (KeyValuePair<string, YamlValue> entry in (map as YamlMap)?.Entries ?? [])
        {
            Define(entry.Key, entry.Value, guards);
        }
    }

    public void Define(string name, YamlValue value, Guards guards)
    {
        if (JinjaWords.IsName(name))
        {
            _definitions.Add(new VariableDefinition(name, [.. YamlTemplates.Names(value).Uses.Where(use => !guards.Has(use))]));
        }
    }

    /// <summary>Adds tags, in whichever of their forms.</summary>
    public void Tag(YamlValue? value)
        => _tags.UnionWith(YamlTemplates.Texts(value)
            .SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(tag => !JinjaReader.HasTemplate(tag) && !tag.Contains('}', StringComparison.Ordinal)));

    public void Refer(FileReference reference) => References.Add(reference);

    /// <summary>Adds a file that is named literally.</summary>
    public void Refer(ReferenceKind kind, string? name)
    {
        if (!string.IsNullOrWhiteSpace(name) && !JinjaReader.HasTemplate(name))
        {
            References.Add(new FileReference(kind, name.Trim()));
        }
    }

    /// <summary>Adds a file of variables; where a template stands in its name, all that could be meant.</summary>
    public void ReferToVars(string? name)
    {
        if (!string.IsNullOrWhiteSpace(name))
        {
            References.Add(new FileReference(ReferenceKind.Vars, YamlTemplates.WithStars(name.Trim())));
        }
    }
}
