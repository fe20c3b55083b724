using System.Text;

namespace Playbooks.Agent;

/// <summary>
/// Writes values as YAML that yamllint accepts: texts in double quotes, lists and maps on lines of their own.
/// </summary>
internal static class YamlQuoting
{
    /// <summary>Writes a scalar.</summary>
    public static string Scalar(object? value) => value switch
    {
        null => "null",
        string text => Quote(text),
        _ => PlaybookValues.ToText(value),
    };

    /// <summary>Writes one entry of a map, with its line feed.</summary>
    /// <param name="key">A plain name.</param>
    /// <param name="value">The value.</param>
    /// <param name="indent">The number of spaces before it.</param>
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
                // Half of a surrogate pair, and characters that YAML takes for line breaks, would change when they are
                // read.
                '\u0085' or '\u2028' or '\u2029' or '\ufeff' or (>= '\u007f' and <= '\u009f') => $"\\u{(int)character:x4}",
                _ => character.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
