using Playbooks.Agent.Discovery.Jinja;
using Playbooks.Agent.Discovery.Yaml;

namespace Playbooks.Agent.Discovery.Facts;

/// <summary>One role in a play's <c>roles</c> or a role's <c>dependencies</c>.</summary>
internal static class RoleEntry
{
    /// <summary>Adds the role, its parameters and tags; returns its name, or null when there is none that is literal.</summary>
    public static string? Read(YamlValue item, FactsCollector facts)
    {
        string? name = item.Text;
        if (item is YamlMap map)
        {
            name = map["role"]?.Text ?? map["name"]?.Text;
            ReadParameters(map, facts);
        }

        if (string.IsNullOrWhiteSpace(name) || JinjaReader.HasTemplate(name))
        {
            return null;
        }

        facts.Refer(ReferenceKind.Role, name);
        return name.Trim();
    }

    private static void ReadParameters(YamlMap map, FactsCollector facts)
    {
        JinjaNames when = YamlTemplates.ConditionNames(map["when"]);
        Guards guards = new(null, when.Guarded);
        facts.Use(when.Uses, guards);
        foreach ((string key, YamlValue value) in map.Entries)
        {
            switch (key)
            {
                case "role" or "name" or "when" or "src" or "version" or "scm":
                    break;
                case "tags":
                    facts.Tag(value);
                    break;
                case "vars":
                    facts.Define(value, guards);
                    break;
                default:
                    // Whatever else stands there is a variable of the role's.
                    facts.Define(key, value, guards);
                    break;
            }
        }
    }
}
