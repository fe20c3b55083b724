using Playbooks.Agent.Discovery.Yaml;

namespace Playbooks.Agent.Discovery.Facts;

/// <summary>Reads the variables that an inventory gives its hosts and groups, in INI or YAML.</summary>
internal static class InventoryReader
{
    public static void Read(string text, FactsCollector facts)
    {
        YamlDocument document = AnsibleYamlReader.Read(text);
        if (document.Root is YamlMap root)
        {
            ReadGroups(root, facts);
        }
        else if (document.Root is not YamlList)
        {
            // A list is an Ansible playbook that is named like an inventory.
            ReadIni(text, facts);
        }
    }

    private static void ReadGroups(YamlMap groups, FactsCollector facts)
    {
        foreach (YamlMap group in groups.Entries.Select(entry => entry.Value).OfType<YamlMap>())
        {
            facts.Define(group["vars"], Guards.None);
            foreach ((_, YamlValue variables) in (group["hosts"] as YamlMap)?.Entries ?? [])
            {
                facts.Define(variables, Guards.None);
            }

            if (group["children"] is YamlMap children)
            {
                ReadGroups(children, facts);
            }
        }
    }

    private static void ReadIni(string text, FactsCollector facts)
    {
        bool isVars = false;
        foreach (ReadOnlySpan<char> raw in text.AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> line = raw.Trim();
            if (line.IsEmpty || line[0] is '#' or ';')
            {
                continue;
            }

            if (line[0] == '[')
            {
                isVars = line.EndsWith(":vars]", StringComparison.Ordinal);
            }
            else if (isVars)
            {
                int equals = line.IndexOf('=');
                facts.Define(equals > 0 ? line[..equals].Trim().ToString() : null);
            }
            else
            {
                foreach ((string name, _) in FreeForm.Read(line.ToString()).Pairs)
                {
                    facts.Define(name);
                }
            }
        }
    }
}
