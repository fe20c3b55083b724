namespace Playbooks.Agent.Mapping;

/// <summary>A name of the catalogue in an intent.</summary>
/// <param name="Name">The name.</param>
/// <param name="First">The index of its first word.</param>
/// <param name="End">The index after its last word.</param>
/// <param name="Distance">The <see cref="Mapping.TypingDistance"/> of a mistyped name; 0 when it has no typing
/// error.</param>
internal sealed record NameMention(ServiceName Name, int First, int End, double Distance);
