using Playbooks.Agent.Discovery.Facts;

namespace Playbooks.Agent.Discovery.Linking;

/// <summary>The variables that get a value, and the variables that those values need.</summary>
internal sealed class VariableTable
{
    // By convention, variables in an encrypted file begin with this prefix, and a readable file refers to them.
    private const string VaultPrefix = "vault_";

    private readonly Dictionary<string, List<string>?> _definitions = new(StringComparer.Ordinal);
    private bool _hasVault;

    public void Add(AnsibleFileFacts? facts)
    {
        if (facts is null)
        {
            return;
        }

        _hasVault |= facts.IsEncrypted;
        foreach (VariableDefinition definition in facts.Definitions)
        {
            _definitions.TryGetValue(definition.Name, out List<string>? uses);
            if (definition.Uses.Count > 0)
            {
                (uses ??= []).AddRange(definition.Uses);
            }

            _definitions[definition.Name] = uses;
        }
    }

    public bool TryGet(string name, out IReadOnlyList<string> uses)
    {
        bool isDefined = _definitions.TryGetValue(name, out List<string>? needed);
        uses = needed ?? [];
        return isDefined || (_hasVault && name.StartsWith(VaultPrefix, StringComparison.Ordinal));
    }
}
