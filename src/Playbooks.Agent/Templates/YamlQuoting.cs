using System.Text;

namespace Playbooks.Agent;

/// <summary>Writes values as YAML that yamllint lets pass: texts in double quotes, lists and maps in lines of their own.</summary>
internal static class YamlQuoting
{
    /// <summary>A scalar.</summary>
    public static string Scalar(object? value) => value switch
    {
        null => "null",
        string text => Quote(text),
        _ => PlaybookValues.ToText(value),
    };

    /// <summary>One entry of a map, with its line feed.</summary>
    /// <param name="key">A plain name.</param>
    /// <param name="value">The value.</param>
    /// <param name="indent">How many spaces stand before it.</param>
    public static string Entry(string key, object? value, int indent)
    {
        string space = new(' ', indent);
        switch (value)
        {
            case IEnumerable<KeyValuePair<string, object?>> map:
                List<string> entries = [.. map.Select(entry => $"{space}  {Quote(entry.Key)}: {Scalar(entry.Value)}\n")];
                return entries.Count == 0 ? $"{space}{key}: {{}}\n" : $"{space}{key}:\n{string.Concat(entries)}";
            case IReadOnlyList<object?> list:
                return list.Count == 0 ? $"{space}{key}: []\n" : $"{space}{key}:\n{string.Concat(list.Select(item => $"{space}  - {Scalar(item)}\n"))}";
            default:
                return $"{space}{key}: {Scalar(value)}\n";
        }
    }

    private static string Quote(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (char character in text)
        {
            quoted.Append(character switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                // Half of a surrogate pair, or a character that is a line break to YAML, would not be the same text when read.
                '\u0085' or '\u2028' or '\u2029' or '\ufeff' or (>= '\u007f' and <= '\u009f') => $"\\u{(int)character:x4}",
                _ => character.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
