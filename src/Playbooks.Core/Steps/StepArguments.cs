using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Playbooks;

/// <summary>
/// The arguments of a step: evaluated, of the declared types, with defaults. A parameter without a value is absent.
/// </summary>
public sealed class StepArguments : IReadOnlyDictionary<string, object?>
{
    // Steps have few arguments: searching them costs less than a dictionary for each step.
    private readonly string[] _names;
    private readonly object?[] _values;

    /// <param name="names">The names, without duplicates.</param>
    /// <param name="values">The values at the same indexes; null for an absent one.</param>
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

    /// <summary>
    /// Gets the text of a required argument. This reveals a <see cref="Secret"/>: use the text, do not keep it.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The argument is absent.</exception>
    public string GetString(string name)
        => GetStringOrDefault(name) ?? throw new KeyNotFoundException($"The step was given no '{name}'.");

    /// <summary>
    /// Gets the text of an argument; null when it is absent. This reveals a <see cref="Secret"/>: use the text, do not
    /// keep it.
    /// </summary>
    public string? GetStringOrDefault(string name) => Find(name) switch
    {
        null => null,
        Secret secret => secret.Reveal(),
        object value => PlaybookValues.ToText(value),
    };

    /// <summary>Gets the number of an integer argument, or <paramref name="fallback"/>.</summary>
    public long GetInteger(string name, long fallback) => Find(name) is long value ? value : fallback;

    /// <summary>Gets the number of a float or integer argument, or <paramref name="fallback"/>.</summary>
    public double GetFloat(string name, double fallback) => Find(name) switch
    {
        double value => value,
        long value => value,
        _ => fallback,
    };

    /// <summary>Gets the value of a boolean argument, or <paramref name="fallback"/>.</summary>
    public bool GetBoolean(string name, bool fallback) => Find(name) is bool value ? value : fallback;

    /// <summary>Gets the items of a list argument; empty when it is absent.</summary>
    public IReadOnlyList<object?> GetList(string name) => Find(name) as IReadOnlyList<object?> ?? [];

    /// <summary>Gets the entries of a map argument; empty when it is absent.</summary>
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
