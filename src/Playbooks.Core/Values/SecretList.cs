using System.Collections;

namespace Playbooks.Values;

/// <summary>A list that is a secret as a whole. What is taken out of it is a secret, too.</summary>
/// <param name="items">Hidden already.</param>
internal sealed class SecretList(object?[] items) : IReadOnlyList<object?>, ISecretCollection
{
    public int Count => items.Length;

    public object? this[int index] => items[index];

    public IEnumerator<object?> GetEnumerator() => ((IEnumerable<object?>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => Secret.Mask;
}
