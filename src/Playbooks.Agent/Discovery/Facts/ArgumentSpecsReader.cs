using Playbooks.Agent.Discovery.Yaml;

namespace Playbooks.Agent.Discovery.Facts;

/// <summary>Reads what a role says of its options.</summary>
internal static class ArgumentSpecsReader
{
    /// <param name="root">The map that holds <c>argument_specs</c>.</param>
    public static void Read(YamlMap root, FactsCollector facts)
    {
        YamlValue? specs = root["argument_specs"] ?? root["argument_spec"];
        foreach ((string entryPoint, YamlValue spec) in (specs as YamlMap)?.Entries ?? [])
        {
            foreach ((string name, YamlValue option) in ((spec as YamlMap)?["options"] as YamlMap)?.Entries ?? [])
            {
                YamlMap? details = option as YamlMap;
                facts.Options.Add(new RoleOption(entryPoint, name, details?["type"]?.Text, IsTrue(details?["required"]) && details?["default"] is null));
            }
        }
    }

    private static bool IsTrue(YamlValue? value) => value?.Text?.ToLowerInvariant() is "true" or "yes" or "on" or "1";
}
