using System.Collections;

namespace Playbooks.Values;

/// <summary>A list that is secret as a whole. Each of its items is a secret, too.</summary>
/// <param name="items">The items, already secret.</param>
internal sealed class SecretList(object?[] items) : IReadOnlyList<object?>, ISecretCollection
{
    public int Count => items.Length;

    public object? this[int index] => items[index];

    public IEnumerator<object?> GetEnumerator() => ((IEnumerable<object?>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => Secret.Mask;
}
