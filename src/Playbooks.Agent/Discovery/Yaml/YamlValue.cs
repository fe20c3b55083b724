namespace Playbooks.Agent.Discovery.Yaml;

/// <summary>What stands in a YAML file of Ansible's, as far as discovery needs it.</summary>
internal abstract class YamlValue(int line)
{
    /// <summary>Counted from 1.</summary>
    public int Line { get; } = line;

    /// <summary>The text of a scalar; null for lists, maps and what is encrypted.</summary>
    public virtual string? Text => null;
}

/// <summary>A scalar.</summary>
/// <param name="isTemplated">Whether Ansible looks for templates in it: not in <c>!unsafe</c> and <c>!vault</c>.</param>
internal sealed class YamlText(string? value, bool isTemplated, int line) : YamlValue(line)
{
    public bool IsTemplated { get; } = isTemplated;

    public override string? Text { get; } = value;
}

/// <summary>A list.</summary>
internal sealed class YamlList(IReadOnlyList<YamlValue> items, int line) : YamlValue(line)
{
    public IReadOnlyList<YamlValue> Items { get; } = items;
}

/// <summary>A map. A key may stand in it more than once: Ansible only warns, and takes the last.</summary>
internal sealed class YamlMap(IReadOnlyList<KeyValuePair<string, YamlValue>> entries, int line) : YamlValue(line)
{
    public IReadOnlyList<KeyValuePair<string, YamlValue>> Entries { get; } = entries;

    public YamlValue? this[string key]
    {
        get
        {
            for (int i = Entries.Count - 1; i >= 0; i--)
            {
                if (Entries[i].Key == key)
                {
                    return Entries[i].Value;
                }
            }

            return null;
        }
    }
}
