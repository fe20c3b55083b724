using Playbooks.Agent.Discovery.Jinja;
using Playbooks.Agent.Discovery.Yaml;

namespace Playbooks.Agent.Discovery.Facts;

/// <summary>Reads a module with its arguments; most are only looked through for templates.</summary>
internal sealed class ModuleReader(FactsCollector facts, Action<string> roles)
{
    /// <param name="key">The key in the task: a module, or one of the task's own words.</param>
    /// <param name="when">What the task's condition speaks of.</param>
    /// <param name="outer">What the blocks around the task take care of.</param>
    /// <param name="guards">The same with the task's own condition.</param>
    public void Read(string key, YamlValue value, JinjaNames when, Guards outer, Guards guards)
    {
        switch (ShortName(key))
        {
            case "debug":
                // Shows a variable without a value as such.
                facts.Use(Without(value, "var"), guards);
                return;
            case "assert":
                ReadAssert(value, guards);
                return;
            case "fail":
                // Whoever fails without it requires it.
                facts.Use(when.Undefined, outer);
                break;
            case "set_fact" or "add_host":
                foreach ((string name, _) in Arguments(value))
                {
                    facts.Define(name);
                }

                break;
            case "include_vars":
                ReadIncludedVars(value);
                break;
            case "include_tasks" or "import_tasks" or "include":
                facts.Refer(ReferenceKind.Tasks, FileOf(value));
                facts.Tag(((value as YamlMap)?["apply"] as YamlMap)?["tags"]);
                break;
            case "include_role" or "import_role":
                ReadRole(value);
                break;
            case "template" or "win_template":
                facts.Refer(ReferenceKind.Template, Argument(value, "src"));
                break;
        }

        facts.Use(value, guards);
    }

    private static string ShortName(string module)
    {
        foreach (string collection in (string[])["ansible.builtin.", "ansible.legacy.", "ansible.windows."])
        {
            if (module.StartsWith(collection, StringComparison.Ordinal))
            {
                return module[collection.Length..];
            }
        }

        return module;
    }

    private static IEnumerable<(string Name, string? Text)> Arguments(YamlValue value) => value switch
    {
        YamlMap map => map.Entries.Select(entry => (entry.Key, entry.Value.Text)),
        { Text: { } text } => FreeForm.Read(text).Pairs.Select(pair => (pair.Key, (string?)pair.Value)),
        _ => [],
    };

    private static string? Argument(YamlValue value, string name) => Arguments(value).LastOrDefault(argument => argument.Name == name).Text;

    private static string? FileOf(YamlValue value)
        => Argument(value, "file") ?? (value.Text is { } text ? FreeForm.Read(text).Others : null);

    private void ReadAssert(YamlValue value, Guards guards)
    {
        JinjaNames that = YamlTemplates.ConditionNames((value as YamlMap)?["that"]);

        // To assert that it is defined is to require it.
        facts.Use(that.Uses.Concat(that.Defined), guards);
        facts.Use(Without(value, "that"), guards);
    }

    private static YamlValue Without(YamlValue value, string key)
        => value is YamlMap map ? new YamlMap([.. map.Entries.Where(entry => entry.Key != key)], map.Line) : value;

    private void ReadIncludedVars(YamlValue value)
    {
        facts.Define(Argument(value, "name"));
        facts.ReferToVars(FileOf(value));
        if (Argument(value, "dir") is { } folder)
        {
            facts.ReferToVars($"{folder.TrimEnd('/')}/*");
        }
    }

    private void ReadRole(YamlValue value)
    {
        string? name = Argument(value, "name");
        if (!string.IsNullOrWhiteSpace(name) && !JinjaReader.HasTemplate(name))
        {
            roles(name);
            facts.Refer(new FileReference(ReferenceKind.Role, name, Literal(value, "tasks_from"), Literal(value, "vars_from"), Literal(value, "defaults_from")));
        }

        facts.Tag(((value as YamlMap)?["apply"] as YamlMap)?["tags"]);
    }

    private static string? Literal(YamlValue value, string name)
        => Argument(value, name) is { } text && !string.IsNullOrWhiteSpace(text) && !JinjaReader.HasTemplate(text) ? text : null;
}
