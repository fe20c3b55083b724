using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Playbooks;

/// <summary>What a step was given: evaluated, of the declared types, defaults filled in. What was neither given nor has a default is absent.</summary>
public sealed class StepArguments : IReadOnlyDictionary<string, object?>
{
    private readonly IReadOnlyDictionary<string, object?> _values;

    internal static readonly StepArguments Empty = new(PlaybookValues.EmptyMap);

    internal StepArguments(IReadOnlyDictionary<string, object?> values) => _values = values;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _values.Keys;

    /// <inheritdoc/>
    public IEnumerable<object?> Values => _values.Values;

    /// <inheritdoc/>
    public int Count => _values.Count;

    /// <inheritdoc/>
    public object? this[string key] => _values[key];

    /// <summary>The text of a required argument. A <see cref="Secret"/> is revealed here: use the text, do not keep it.</summary>
    /// <exception cref="KeyNotFoundException">It was not given.</exception>
    public string GetString(string name)
        => GetStringOrDefault(name) ?? throw new KeyNotFoundException($"The step was given no '{name}'.");

    /// <summary>The text of an argument, or null when it was not given. A <see cref="Secret"/> is revealed here: use the text, do not keep it.</summary>
    public string? GetStringOrDefault(string name) => _values.GetValueOrDefault(name) switch
    {
        null => null,
        Secret secret => secret.Reveal(),
        object value => PlaybookValues.ToText(value),
    };

    /// <summary>The number of an integer argument, or <paramref name="fallback"/>.</summary>
    public long GetInteger(string name, long fallback) => _values.GetValueOrDefault(name) is long value ? value : fallback;

    /// <summary>The number of a float or integer argument, or <paramref name="fallback"/>.</summary>
    public double GetFloat(string name, double fallback) => _values.GetValueOrDefault(name) switch
    {
        double value => value,
        long value => value,
        _ => fallback,
    };

    /// <summary>The truth of a boolean argument, or <paramref name="fallback"/>.</summary>
    public bool GetBoolean(string name, bool fallback) => _values.GetValueOrDefault(name) is bool value ? value : fallback;

    /// <summary>The items of a list argument; empty when it was not given.</summary>
    public IReadOnlyList<object?> GetList(string name) => _values.GetValueOrDefault(name) as IReadOnlyList<object?> ?? [];

    /// <summary>The entries of a map argument; empty when it was not given.</summary>
    public IReadOnlyDictionary<string, object?> GetMap(string name)
        => _values.GetValueOrDefault(name) as IReadOnlyDictionary<string, object?> ?? PlaybookValues.EmptyMap;

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _values.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value) => _values.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
