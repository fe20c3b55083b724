using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace Playbooks.Testing;

/// <summary>
/// Converts values of a test into values of playbooks: every whole number becomes a <see cref="long"/>, and so on.
/// </summary>
internal static class PlainValue
{
    /// <exception cref="ArgumentException">Playbooks have no value of this type.</exception>
    public static object? Of(object? value) => value switch
    {
        null or bool or long or double or string or Secret or Credential => value,
        sbyte or byte or short or ushort or int or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        float or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        JsonElement json => PlaybookValues.FromJson(json),
        IReadOnlyDictionary<string, object?> map => Map(map),
        IEnumerable list => list.Cast<object?>().Select(Of).ToArray(),
        _ => throw new ArgumentException($"Playbooks have no values of the type {value.GetType()}", nameof(value)),
    };

    public static Dictionary<string, object?> Map(IEnumerable<KeyValuePair<string, object?>> map)
        => map.ToDictionary(entry => entry.Key, entry => Of(entry.Value), StringComparer.Ordinal);

    /// <summary>Reads the entries of a JSON object.</summary>
    /// <exception cref="ArgumentException">The text is not a JSON object.</exception>
    public static IReadOnlyDictionary<string, object?> Parse(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return PlaybookValues.FromJson(document.RootElement) as IReadOnlyDictionary<string, object?>
                ?? throw new ArgumentException("Outputs are a JSON object, such as { \"status\": 200 }", nameof(json));
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"That is not JSON: {exception.Message}", nameof(json), exception);
        }
    }
}
