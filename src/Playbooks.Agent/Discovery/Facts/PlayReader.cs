using Playbooks.Agent.Discovery.Jinja;
using Playbooks.Agent.Discovery.Yaml;

namespace Playbooks.Agent.Discovery.Facts;

/// <summary>Reads plays.</summary>
internal sealed class PlayReader(FactsCollector facts)
{
    private static readonly string[] Imports = ["import_playbook", "ansible.builtin.import_playbook", "ansible.legacy.import_playbook"];

    public static bool IsPlay(YamlMap map) => map["hosts"] is not null || IsImport(map);

    private static bool IsImport(YamlMap map) => Array.Exists(Imports, key => map[key] is not null);

    public void Read(YamlMap play)
    {
        if (IsImport(play))
        {
            ReadImport(play);
            return;
        }

        List<string> roles = [];
        TaskReader tasks = new(facts, roles.Add);
        foreach ((string key, YamlValue value) in play.Entries)
        {
            switch (key)
            {
                case "name":
                    break;
                case "tags":
                    facts.Tag(value);
                    break;
                case "vars":
                    ReadVars(value);
                    break;
                case "vars_files":
                    ReadVarsFiles(value);
                    break;
                case "vars_prompt":
                    ReadPrompts(value);
                    break;
                case "roles":
                    ReadRoles(value, roles);
                    break;
                case "tasks" or "pre_tasks" or "post_tasks" or "handlers":
                    tasks.ReadList(value, Guards.None);
                    break;
                default:
                    facts.Use(value, Guards.None);
                    break;
            }
        }

        facts.Plays.Add(new PlayFacts([.. Hosts(play["hosts"])], roles, null));
    }

    // A comma parts patterns, but not within a template.
    private static IEnumerable<string> Hosts(YamlValue? value)
        => YamlTemplates.Texts(value).SelectMany(text => JinjaReader.HasTemplate(text)
            ? [text.Trim()]
            : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private void ReadImport(YamlMap play)
    {
        string? name = Imports.Select(key => play[key]?.Text).FirstOrDefault(text => text is not null);
        facts.Tag(play["tags"]);
        facts.Define(play["vars"], Guards.None);
        JinjaNames when = YamlTemplates.ConditionNames(play["when"]);
        facts.Use(when.Uses, new Guards(null, when.Guarded));
        if (!string.IsNullOrWhiteSpace(name))
        {
            string file = FreeForm.Read(name).Others;
            facts.Use(new YamlText(name, isTemplated: true, play.Line), Guards.None);
            facts.Plays.Add(new PlayFacts([], [], JinjaReader.HasTemplate(file) ? null : file));
        }
    }

    // A list of maps is an old form.
    private void ReadVars(YamlValue value)
    {
        foreach (YamlValue map in value is YamlList list ? list.Items : [value])
        {
            facts.Define(map, Guards.None);
        }
    }

    private void ReadVarsFiles(YamlValue value)
    {
        facts.Use(value, Guards.None);
        foreach (string file in YamlTemplates.Texts(value))
        {
            facts.ReferToVars(file);
        }
    }

    private void ReadPrompts(YamlValue value)
    {
        foreach (YamlMap prompt in (value as YamlList)?.Items.OfType<YamlMap>() ?? [])
        {
            string? name = prompt["name"]?.Text;
            facts.Define(name);
            if (name is not null && JinjaWords.IsName(name) && prompt["default"] is null)
            {
                facts.Prompts.Add(name);
            }
        }
    }

    private void ReadRoles(YamlValue value, List<string> roles)
    {
        foreach (YamlValue item in (value as YamlList)?.Items ?? [value])
        {
            if (RoleEntry.Read(item, facts) is { } name)
            {
                roles.Add(name);
            }
        }
    }
}
