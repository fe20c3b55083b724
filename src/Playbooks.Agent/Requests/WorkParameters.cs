using System.Collections;
using System.Collections.ObjectModel;
using System.Globalization;

namespace Playbooks.Agent;

/// <summary>
/// The parameters of a work request, read by name and type. A wrong one throws a <see cref="WorkRequestException"/>
/// that names it.
/// </summary>
public sealed class WorkParameters
{
    private readonly IReadOnlyDictionary<string, object?> _values;

    internal WorkParameters(IReadOnlyDictionary<string, object?> values) => _values = values;

    /// <summary>
    /// Refuses all other parameters. Otherwise a misspelt <c>check</c> would let a run change what it should only
    /// predict.
    /// </summary>
    /// <param name="names">The parameters of the work type.</param>
    /// <exception cref="WorkRequestException">The request has another parameter.</exception>
    public void AllowOnly(params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        foreach (string name in _values.Keys.Where(name => !names.Contains(name, StringComparer.Ordinal)))
        {
            throw new WorkRequestException($"parameters.{name}", $"parameters.{name} is not known to this work type: give {(names.Count == 0 ? "none" : string.Join(", ", names))}.");
        }
    }

    /// <summary>Gets a text that is required and must not be blank.</summary>
    /// <exception cref="WorkRequestException">It is missing, blank, or not a text.</exception>
    public string GetText(string name)
        => GetTextOrDefault(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : throw new WorkRequestException($"parameters.{name}", $"parameters.{name} is missing: give a text.");

    /// <summary>Gets a text; null when it is missing.</summary>
    /// <exception cref="WorkRequestException">It is not a text.</exception>
    public string? GetTextOrDefault(string name) => Find(name) switch
    {
        null => null,
        string text when !text.Contains('\0', StringComparison.Ordinal) => text,
        string => throw new WorkRequestException($"parameters.{name}", $"parameters.{name} holds a NUL character: leave it out."),
        var other => throw Wrong(name, "a text", other),
    };

    /// <summary>Gets a boolean; false when it is missing.</summary>
    /// <exception cref="WorkRequestException">It is not a boolean.</exception>
    public bool GetBoolean(string name) => Find(name) switch
    {
        null => false,
        bool flag => flag,
        var other => throw Wrong(name, "true or false", other),
    };

    /// <summary>Gets a whole number; null when it is missing.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="minimum">The smallest valid number.</param>
    /// <param name="maximum">The largest valid number.</param>
    /// <exception cref="WorkRequestException">It is not a whole number within these bounds.</exception>
    public int? GetInteger(string name, int minimum, int maximum) => Find(name) switch
    {
        null => null,
        var value when Number(value) is { } number && Math.Floor(number) == number && number >= minimum && number <= maximum => (int)number,
        var other => throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"a whole number from {minimum} to {maximum}"), other),
    };

    /// <summary>Gets a time span that is given in seconds; null when it is missing.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="maximum">The longest valid time span.</param>
    /// <exception cref="WorkRequestException">It is not a number, not more than 0, or too long.</exception>
    public TimeSpan? GetSeconds(string name, TimeSpan maximum) => Find(name) switch
    {
        null => null,
        var value when Number(value) is not { } => throw Wrong(name, "a number of seconds", value),
        var value when Number(value) is > 0 and { } seconds && seconds <= maximum.TotalSeconds => TimeSpan.FromSeconds(seconds),
        var other => throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"a number of seconds, more than 0 and at most {maximum.TotalSeconds:0}"), other),
    };

    /// <summary>Gets a list of texts, or a single one as a list. Empty when it is missing.</summary>
    /// <exception cref="WorkRequestException">It is neither a text nor a list of texts.</exception>
    public IReadOnlyList<string> GetTexts(string name)
    {
        switch (Find(name))
        {
            case null:
                return [];
            case string text:
                return [text];
            case IEnumerable list and not (IDictionary or IEnumerable<KeyValuePair<string, object?>>):
                List<object?> items = [.. list.Cast<object?>()];
                int wrong = items.FindIndex(item => item is not string text || text.Contains('\0', StringComparison.Ordinal));
                return wrong < 0 ? [.. items.Cast<string>()] : throw Wrong($"{name}[{wrong}]", "a text", items[wrong]);
            case var other:
                throw Wrong(name, "a list of texts", other);
        }
    }

    /// <summary>Gets a map. Empty when it is missing.</summary>
    /// <exception cref="WorkRequestException">It is not a map.</exception>
    public IReadOnlyDictionary<string, object?> GetMap(string name) => Find(name) switch
    {
        null => ReadOnlyDictionary<string, object?>.Empty,
        IReadOnlyDictionary<string, object?> map => map,
        var other => throw Wrong(name, "an object", other),
    };

    private object? Find(string name) => _values.GetValueOrDefault(name);

    private static double? Number(object? value) => ValueText.IsNumber(value) ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : null;

    private static WorkRequestException Wrong(string name, string expected, object? value)
        => new($"parameters.{name}", $"parameters.{name} must be {expected}, not {ValueText.Describe(value)}.");
}
