namespace Playbooks.Agent.Mapping;

/// <summary>The name of a service in the catalogue.</summary>
/// <param name="Compact">Its parts without hyphens: "pi-hole" and "pihole" are one name.</param>
/// <param name="Parts">Its parts.</param>
/// <param name="Playbooks">The Ansible playbooks that are about it.</param>
internal sealed record ServiceName(string Compact, IReadOnlyList<string> Parts, IReadOnlyList<PlaybookProfile> Playbooks)
{
    /// <summary>
    /// True when every part is an everyday word, such as "backup" or "server". The name then counts only when the
    /// intent has no other name.
    /// </summary>
    public bool IsEveryday { get; } = Parts.All(PlainWords.IsKnown);

    public string Display => string.Join('-', Parts);
}
