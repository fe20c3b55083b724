using Playbooks.Agent.Discovery.Yaml;

namespace Playbooks.Agent.Discovery.Facts;

/// <summary>Tells whether a file is an Ansible playbook, and reads it if so.</summary>
internal static class CandidateReader
{
    public static AnsibleFileFacts Read(string text)
    {
        YamlDocument document = AnsibleYamlReader.Read(text);
        if (document.Root is null)
        {
            // A broken map or text would not be a playbook if it were whole.
            return document is { Fault: not null, Shape: YamlShape.List or YamlShape.None } ? new AnsibleFileFacts { Fault = document.Fault } : AnsibleFileFacts.Nothing;
        }

        if (document.Root is YamlMap map)
        {
            // One of ours has steps; a list whose dash was forgotten has none.
            return map["hosts"] is not null && (map["tasks"] ?? map["roles"]) is YamlList && map["steps"] is null
                ? new AnsibleFileFacts { Fault = new YamlFault(map.Line, "This looks like a play, but an Ansible playbook is a list of plays: begin it with '- '.") }
                : AnsibleFileFacts.Nothing;
        }

        if (document.Root is not YamlList list || !list.Items.OfType<YamlMap>().Any(LooksLikePlay))
        {
            return AnsibleFileFacts.Nothing;
        }

        YamlFault? fault = document.Fault ?? list.Items.Select(FaultOf).FirstOrDefault(found => found is not null);
        return fault is null ? ReadPlays(text, list) : new AnsibleFileFacts { Fault = fault };
    }

    private static bool LooksLikePlay(YamlMap map) => PlayReader.IsPlay(map) || map["tasks"] is YamlList;

    private static YamlFault? FaultOf(YamlValue item) => item switch
    {
        YamlMap map when PlayReader.IsPlay(map) => null,
        YamlMap map when LooksLikePlay(map) => new YamlFault(map.Line, "This play has no 'hosts'."),
        _ => new YamlFault(item.Line, "What stands here among the plays is neither a play nor an import_playbook."),
    };

    private static AnsibleFileFacts ReadPlays(string text, YamlList list)
    {
        FactsCollector facts = new();
        PlayReader plays = new(facts);
        foreach (YamlMap play in list.Items.OfType<YamlMap>())
        {
            plays.Read(play);
        }

        PlaybookHeader header = PlaybookHeader.Read(text);
        string? firstName = (list.Items[0] as YamlMap)?["name"]?.Text;
        return facts.ToFacts() with
        {
            IsPlaybook = true,
            Service = header.Service,
            Description = header.Description.Length > 0 ? header.Description : firstName?.Trim() ?? "",
        };
    }
}
