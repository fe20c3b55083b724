namespace Playbooks;

/// <summary>A value that a playbook hands to its caller: <c>{{ step.ID.NAME }}</c> there.</summary>
/// <param name="Name">The name that the caller uses.</param>
/// <param name="Value">The value, usually a template over the playbook's own steps.</param>
/// <param name="Location">Where it is declared.</param>
public sealed record PlaybookOutput(string Name, PlaybookValue Value, SourceLocation Location);
