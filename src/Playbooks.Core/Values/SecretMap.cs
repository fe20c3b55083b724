using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Playbooks.Values;

/// <summary>A map that is secret as a whole. Each of its values is a secret, too.</summary>
/// <param name="entries">The entries, whose values are already secret.</param>
internal sealed class SecretMap(Dictionary<string, object?> entries)
    : IReadOnlyDictionary<string, object?>, ISecretCollection
{
    public IEnumerable<string> Keys => entries.Keys;

    public IEnumerable<object?> Values => entries.Values;

    public int Count => entries.Count;

    public object? this[string key] => entries[key];

    public bool ContainsKey(string key) => entries.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value)
        => entries.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => Secret.Mask;
}
