using System.Collections.Immutable;

namespace Playbooks.Templates;

/// <summary>The variables of one playbook's run. Parallel iterations may set them at the same time.</summary>
internal sealed class VariableStore
{
    private ImmutableDictionary<string, object?> _values = ImmutableDictionary<string, object?>.Empty;

    public bool TryGet(string name, out object? value) => _values.TryGetValue(name, out value);

    public void Set(string name, object? value) => ImmutableInterlocked.AddOrUpdate(ref _values, name, value, (_, _) => value);
}
