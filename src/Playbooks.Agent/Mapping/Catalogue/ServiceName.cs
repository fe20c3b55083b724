namespace Playbooks.Agent.Mapping;

/// <summary>What something in the catalogue is called.</summary>
/// <param name="Compact">Its parts without joints: "pi-hole" and "pihole" are one name.</param>
/// <param name="Parts">Its parts.</param>
/// <param name="Playbooks">The Ansible playbooks that are about it.</param>
internal sealed record ServiceName(string Compact, IReadOnlyList<string> Parts, IReadOnlyList<PlaybookProfile> Playbooks)
{
    /// <summary>Whether every part is an everyday word, such as "backup" or "server": then it is a name only where no other one stands.</summary>
    public bool IsEveryday { get; } = Parts.All(PlainWords.IsKnown);

    public string Display => string.Join('-', Parts);
}
