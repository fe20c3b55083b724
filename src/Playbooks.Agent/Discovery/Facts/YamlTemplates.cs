using System.Text;
using Playbooks.Agent.Discovery.Jinja;
using Playbooks.Agent.Discovery.Yaml;

namespace Playbooks.Agent.Discovery.Facts;

/// <summary>The texts and templates in YAML values.</summary>
internal static class YamlTemplates
{
    /// <summary>What the templates in a value speak of, at any depth, keys and all.</summary>
    public static JinjaNames Names(YamlValue value)
    {
        JinjaNames names = new();
        AddNames(value, names);
        return names;
    }

    /// <summary>What bare expressions speak of: one, or a list of them.</summary>
    public static JinjaNames ConditionNames(YamlValue? value)
    {
        JinjaNames names = new();
        foreach (string text in Texts(value))
        {
            JinjaReader.ReadExpression(text, names);
        }

        return names;
    }

    /// <summary>A text, or the texts of a list and its lists.</summary>
    public static IEnumerable<string> Texts(YamlValue? value) => value switch
    {
        YamlList list => list.Items.SelectMany(Texts),
        { Text: { } text } => [text],
        _ => [],
    };

    /// <summary>A name with <c>*</c> in the place of each template.</summary>
    public static string WithStars(string name)
    {
        if (!JinjaReader.HasTemplate(name))
        {
            return name;
        }

        StringBuilder stars = new();
        int position = 0;
        while (position < name.Length)
        {
            int start = name.IndexOf("{{", position, StringComparison.Ordinal);
            if (start < 0)
            {
                break;
            }

            stars.Append(name.AsSpan(position, start - position)).Append('*');
            position = start + 2;
            JinjaLexer.Read(name, ref position, '}');
        }

        return stars.Append(name.AsSpan(position)).ToString();
    }

    private static void AddNames(YamlValue value, JinjaNames names)
    {
        switch (value)
        {
            case YamlText { IsTemplated: true, Text: { } text }:
                JinjaReader.ReadTemplate(text, names);
                break;
            case YamlList list:
                foreach (YamlValue item in list.Items)
                {
                    AddNames(item, names);
                }

                break;
            case YamlMap map:
                foreach (KeyValuePair<string, YamlValue> entry in map.Entries)
                {
                    JinjaReader.ReadTemplate(entry.Key, names);
                    AddNames(entry.Value, names);
                }

                break;
        }
    }
}
