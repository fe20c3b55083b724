using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Playbooks;

/// <summary>What a step was given: evaluated, of the declared types, defaults filled in. What was neither given nor has a default is absent.</summary>
public sealed class StepArguments : IReadOnlyDictionary<string, object?>
{
    // Steps are given a handful of arguments: looking through them costs less than a dictionary for each step.
    private readonly string[] _names;
    private readonly object?[] _values;

    /// <param name="names">Each once.</param>
    /// <param name="values">At the same places; null for what is absent.</param>
    internal StepArguments(string[] names, object?[] values)
    {
        _names = names;
        _values = values;
    }

    internal static StepArguments Empty { get; } = new([], []);

    /// <inheritdoc/>
    public IEnumerable<string> Keys => this.Select(entry => entry.Key);

    /// <inheritdoc/>
    public IEnumerable<object?> Values => this.Select(entry => entry.Value);

    /// <inheritdoc/>
    public int Count => _values.Count(value => value is not null);

    /// <inheritdoc/>
    public object? this[string key] => Find(key) ?? throw new KeyNotFoundException($"The step was given no '{key}'.");

    /// <summary>The text of a required argument. A <see cref="Secret"/> is revealed here: use the text, do not keep it.</summary>
    /// <exception cref="KeyNotFoundException">It was not given.</exception>
    public string GetString(string name)
        => GetStringOrDefault(name) ?? throw new KeyNotFoundException($"The step was given no '{name}'.");

    /// <summary>The text of an argument, or null when it was not given. A <see cref="Secret"/> is revealed here: use the text, do not keep it.</summary>
    public string? GetStringOrDefault(string name) => Find(name) switch
    {
        null => null,
        Secret secret => secret.Reveal(),
        object value => PlaybookValues.ToText(value),
    };

    /// <summary>The number of an integer argument, or <paramref name="fallback"/>.</summary>
    public long GetInteger(string name, long fallback) => Find(name) is long value ? value : fallback;

    /// <summary>The number of a float or integer argument, or <paramref name="fallback"/>.</summary>
    public double GetFloat(string name, double fallback) => Find(name) switch
    {
        double value => value,
        long value => value,
        _ => fallback,
    };

    /// <summary>The truth of a boolean argument, or <paramref name="fallback"/>.</summary>
    public bool GetBoolean(string name, bool fallback) => Find(name) is bool value ? value : fallback;

    /// <summary>The items of a list argument; empty when it was not given.</summary>
    public IReadOnlyList<object?> GetList(string name) => Find(name) as IReadOnlyList<object?> ?? [];

    /// <summary>The entries of a map argument; empty when it was not given.</summary>
    public IReadOnlyDictionary<string, object?> GetMap(string name)
        => Find(name) as IReadOnlyDictionary<string, object?> ?? PlaybookValues.EmptyMap;

    /// <inheritdoc/>
    public bool ContainsKey(string key) => Find(key) is not null;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value)
    {
        value = Find(key);
        return value is not null;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (int i = 0; i < _names.Length; i++)
        {
            if (_values[i] is object value)
            {
                yield return KeyValuePair.Create<string, object?>(_names[i], value);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private object? Find(string name)
    {
        for (int i = 0; i < _names.Length; i++)
        {
            if (string.Equals(_names[i], name, StringComparison.Ordinal))
            {
                return _values[i];
            }
        }

        return null;
    }
}
