using System.Globalization;
using Playbooks.Values;

namespace Playbooks;

/// <summary>Converts values to the types of parameters. Only conversions that lose nothing are made.</summary>
internal static class ParameterValues
{
    public static string Describe(ParameterType type) => type switch
    {
        ParameterType.String => "text",
        ParameterType.Integer => "a whole number",
        ParameterType.Float => "a number",
        ParameterType.Boolean => "true or false",
        ParameterType.File => "the path of a file",
        ParameterType.Credential => "the name of a credential",
        ParameterType.List => "a list",
        ParameterType.Dict => "a map",
        _ => "a value",
    };

    /// <summary>Tells if a value of one type can be valid for another type, in some run at least.</summary>
    public static bool MayBe(ParameterType given, ParameterType wanted) => (given, wanted) switch
    {
        (ParameterType.Any, _) or (_, ParameterType.Any) => true,
        (ParameterType.Integer or ParameterType.Float, ParameterType.Integer or ParameterType.Float) => true,
        (ParameterType.Integer or ParameterType.Float, ParameterType.String) => true,
        (ParameterType.Boolean or ParameterType.File, ParameterType.String) => true,
        (ParameterType.String, ParameterType.File or ParameterType.Credential) => true,
        _ => given == wanted,
    };

    /// <summary>
    /// Gets the plain value of a value in a file. Templates stay text. Where text is wanted, numbers keep the digits
    /// that were written.
    /// </summary>
    public static object? Plain(PlaybookValue value, ParameterType wanted = ParameterType.Any)
    {
        switch (value)
        {
            case ScalarValue scalar:
                return wanted == ParameterType.String && scalar.Value is not null ? scalar.Text : scalar.Value;
            case ListValue list:
                object?[] items = new object?[list.Items.Count];
                for (int i = 0; i < items.Length; i++)
                {
                    items[i] = Plain(list.Items[i]);
                }

                return items;
            default:
                MapValue map = (MapValue)value;
                Dictionary<string, object?> entries = new(map.Entries.Count, StringComparer.Ordinal);
                foreach (MapEntry entry in map.Entries)
                {
                    entries[entry.Key] = Plain(entry.Value);
                }

                return entries;
        }
    }

    /// <summary>Converts the value to that type. Returns false when it cannot.</summary>
    public static bool TryConvert(object? value, ParameterType type, out object? converted)
    {
        converted = (type, value) switch
        {
            (ParameterType.Any, _) => value,
            (ParameterType.String, string or Secret) => value,
            (ParameterType.String, bool or long or int or double) => PlaybookValues.ToText(value),
            (ParameterType.Integer, long) => value,
            (ParameterType.Integer, int number) => (long)number,
            (ParameterType.Integer, double number) when double.IsInteger(number) && Math.Abs(number) < 1L << 53
                => (long)number,
            (ParameterType.Float, double) => value,
            (ParameterType.Float, long or int) => Convert.ToDouble(value, CultureInfo.InvariantCulture),
            (ParameterType.Boolean, bool) => value,
            (ParameterType.File, string { Length: > 0 }) => value,
            (ParameterType.Credential, string { Length: > 0 } or Credential) => value,
            (ParameterType.List, IReadOnlyList<object?>) => value,
            (ParameterType.Dict, IReadOnlyDictionary<string, object?>) => value,
            _ => null,
        };
        return converted is not null || type == ParameterType.Any;
    }

    /// <summary>
    /// Converts text, as a command line gives it, to that type. Returns false when it cannot. Lists and maps are JSON.
    /// </summary>
    public static bool TryParse(string text, ParameterType type, out object? value)
    {
        switch (type)
        {
            case ParameterType.String or ParameterType.File or ParameterType.Credential:
                return TryConvert(text, type, out value);
            case ParameterType.Boolean when bool.TryParse(text, out bool flag):
                value = flag;
                return true;
            case ParameterType.List or ParameterType.Dict:
                return TryParseJson(text, type, out value);
            default:
                return TryConvert(PlainScalar.Resolve(text), type, out value);
        }
    }

    private static bool TryParseJson(string text, ParameterType type, out object? value)
    {
        try
        {
            return TryConvert(PlaybookValues.ParseJson(text), type, out value);
        }
        catch (System.Text.Json.JsonException)
        {
            value = null;
            return false;
        }
    }
}
