using System.Collections;
using Playbooks.Ansible.Events;

namespace Playbooks.Agent;

/// <summary>Describes a value for an error message.</summary>
internal static class ValueText
{
    private const int LongestQuote = 60;

    public static string Describe(object? value) => value switch
    {
        null => "null",
        string text => $"the text '{TerminalText.Shorten(text, LongestQuote)}'",
        bool => $"the boolean {PlaybookValues.ToText(value)}",
        Secret => "a secret",
        _ when IsNumber(value) => $"the number {PlaybookValues.ToText(value)}",
        IEnumerable<KeyValuePair<string, object?>> => "an object",
        IEnumerable => "a list",
        _ => $"a {value.GetType().Name}",
    };

    public static bool IsNumber(object? value) => value is sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal;
}
