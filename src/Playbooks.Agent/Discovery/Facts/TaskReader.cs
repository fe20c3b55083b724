using Playbooks.Agent.Discovery.Jinja;
using Playbooks.Agent.Discovery.Yaml;

namespace Playbooks.Agent.Discovery.Facts;

/// <summary>Reads tasks and blocks.</summary>
/// <param name="roles">Takes the roles that tasks name, in their order.</param>
internal sealed class TaskReader(FactsCollector facts, Action<string> roles)
{
    private readonly ModuleReader _modules = new(facts, roles);

    public void ReadList(YamlValue? value, Guards guards)
    {
        foreach (YamlValue item in (value as YamlList)?.Items ?? [])
        {
            if (item is YamlMap task)
            {
                Read(task, guards);
            }
            else if (item is YamlList)
            {
                // Lists in lists, as anchors make them.
                ReadList(item, guards);
            }
        }
    }

    private void Read(YamlMap task, Guards outer)
    {
        JinjaNames when = YamlTemplates.ConditionNames(task["when"]);
        Guards guards = new(outer, when.Guarded);
        facts.Use(when.Uses, guards);
        foreach ((string key, YamlValue value) in task.Entries)
        {
            switch (key)
            {
                // A name that cannot be templated is shown as it stands.
                case "name" or "when":
                    break;
                case "block" or "rescue" or "always":
                    ReadList(value, guards);
                    break;
                case "tags":
                    facts.Tag(value);
                    facts.Use(value, guards);
                    break;
                case "vars":
                    facts.Define(value, guards);
                    break;
                case "register":
                    facts.Define(value.Text);
                    break;
                case "loop_control":
                    ReadLoopControl(value, guards);
                    break;
                case "until" or "changed_when" or "failed_when":
                    facts.Use(YamlTemplates.ConditionNames(value).Uses, guards);
                    break;
                case "loop" or "with_items" or "with_dict":
                    ReadLoop(value, guards);
                    break;
                case "action" or "local_action":
                    ReadAction(value, when, outer, guards);
                    break;
                default:
                    _modules.Read(key, value, when, outer, guards);
                    break;
            }
        }
    }

    private void ReadLoop(YamlValue value, Guards guards)
    {
        // Old ones name the list without braces.
        JinjaNames names = value.Text is { } text && JinjaWords.IsName(text) ? YamlTemplates.ConditionNames(value) : YamlTemplates.Names(value);
        facts.Use(names.Uses, guards);
    }

    private void ReadLoopControl(YamlValue value, Guards guards)
    {
        if (value is YamlMap control)
        {
            facts.Define(control["loop_var"]?.Text);
            facts.Define(control["index_var"]?.Text);
            facts.Use(YamlTemplates.ConditionNames(control["break_when"]).Uses, guards);
        }
    }

    // The module stands in front of its arguments, or among them.
    private void ReadAction(YamlValue value, JinjaNames when, Guards outer, Guards guards)
    {
        if (value.Text is { } text)
        {
            int space = text.IndexOf(' ', StringComparison.Ordinal);
            string module = space < 0 ? text : text[..space];
            _modules.Read(module, new YamlText(space < 0 ? "" : text[(space + 1)..], isTemplated: true, value.Line), when, outer, guards);
        }
        else if (value is YamlMap map)
        {
            _modules.Read(map["module"]?.Text ?? "", map, when, outer, guards);
        }
    }
}
