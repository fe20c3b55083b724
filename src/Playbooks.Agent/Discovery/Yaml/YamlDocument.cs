namespace Playbooks.Agent.Discovery.Yaml;

/// <summary>What came of reading a YAML text.</summary>
/// <param name="Root">The first document; null when there is none, or when it could not be read to its end.</param>
/// <param name="Shape">What the first document is, as far as it was read.</param>
/// <param name="Fault">Why Ansible would not take the text, or null.</param>
internal sealed record YamlDocument(YamlValue? Root, YamlShape Shape, YamlFault? Fault);

/// <summary>What stands at the root.</summary>
internal enum YamlShape
{
    /// <summary>Nothing, or nothing that could be read.</summary>
    None,
    List,
    Map,
    Text,
}

/// <summary>Why a text could not be read.</summary>
/// <param name="Line">Counted from 1; null when it is about the whole file.</param>
internal sealed record YamlFault(int? Line, string Message);
