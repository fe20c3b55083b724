using System.Text.RegularExpressions;
using Playbooks.Ansible.Events;

namespace Playbooks.Agent;

/// <summary>A variable of a generated role. It is required when it has no default.</summary>
internal sealed partial record TemplateVariable(string Name, object? Default, string Description)
{
    private const int LongestText = 100;
    private const int MostItems = 50;

    public bool IsRequired => Default is null;

    /// <summary>The type as argument specs name it.</summary>
    public string Type => Default switch
    {
        bool => "bool",
        string or null => "str",
        long or int => "int",
        _ when ValueText.IsNumber(Default) => "float",
        IEnumerable<KeyValuePair<string, object?>> => "dict",
        _ => "list",
    };

    /// <summary>
    /// Checks a variable of a request, and adds the role's prefix, so that it does not clash with another role's.
    /// </summary>
    /// <exception cref="WorkRequestException">The name or the value cannot be used.</exception>
    public static TemplateVariable Create(string role, string name, object? value, WorkBounds bounds)
    {
        string field = $"parameters.variables.{TerminalText.Shorten(name, LongestText)}";
        if (!NamePattern().IsMatch(name))
        {
            throw new WorkRequestException(field, $"{field} is not a valid name of a variable: give lower-case letters, digits and underscores, a letter first, at most 60.");
        }

        if (!bounds.AllowTemplates)
        {
            ExtraVarsCheck.ThrowIfTemplate(value, field);
        }

        ThrowIfUnusable(value, field, depth: 1);
        string prefixed = name.StartsWith($"{role}_", StringComparison.Ordinal) ? name : $"{role}_{name}";
        return new TemplateVariable(prefixed, value, $"The {name.Replace('_', ' ')} of the service.");
    }

    // The value must fit into a readable line of YAML that yamllint accepts.
    private static void ThrowIfUnusable(object? value, string field, int depth)
    {
        switch (value)
        {
            case string text when text.Length > LongestText || text.AsSpan().ContainsAnyInRange('\0', '\u001f'):
                throw new WorkRequestException(field, $"{field} must be a text of at most {LongestText} characters in one line: write longer ones into the generated files.");
            case Secret:
                throw new WorkRequestException(field, $"{field} is a secret, which belongs in a vault and not in a file: give null, and the value when it runs.");
            case double number when !double.IsFinite(number):
                throw new WorkRequestException(field, $"{field} must be a finite number.");
            case null or string or bool:
            case var _ when ValueText.IsNumber(value):
                break;
            case IEnumerable<KeyValuePair<string, object?>> map when depth == 1 && map.Count() <= MostItems:
                foreach ((string key, object? item) in map)
                {
                    ThrowIfUnusable(key, field, depth + 1);
                    ThrowIfUnusable(item, field, depth + 1);
                }

                break;
            case IReadOnlyList<object?> list when depth == 1 && list.Count <= MostItems:
                foreach (object? item in list)
                {
                    ThrowIfUnusable(item, field, depth + 1);
                }

                break;
            default:
                throw new WorkRequestException(field, $"{field} must be null, a boolean, a number, a text, or a list or map of at most {MostItems} of them, not {ValueText.Describe(value)}.");
        }
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,59}\z", RegexOptions.None, 1000)]
    private static partial Regex NamePattern();
}
