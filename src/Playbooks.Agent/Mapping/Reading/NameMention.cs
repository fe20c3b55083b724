namespace Playbooks.Agent.Mapping;

/// <summary>A name of the catalogue in an intent.</summary>
/// <param name="Name">The name.</param>
/// <param name="First">The first of its words.</param>
/// <param name="End">The one behind its last.</param>
/// <param name="Distance">What was mistyped, as <see cref="Mapping.TypingDistance"/> counts; 0 when nothing was.</param>
internal sealed record NameMention(ServiceName Name, int First, int End, double Distance);
