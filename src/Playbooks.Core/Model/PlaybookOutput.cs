namespace Playbooks;

/// <summary>A value that a playbook hands to its caller: <c>{{ step.ID.NAME }}</c> there.</summary>
/// <param name="Name">The name that the caller uses.</param>
/// <param name="Value">The value, usually a template over the playbook's own steps.</param>
/// <param name="Location">Where it is declared.</param>
/// <param name="IsSecret">Whether it is masked wherever people could see it, in the caller's run too.</param>
internal sealed record PlaybookOutput(string Name, PlaybookValue Value, SourceLocation Location, bool IsSecret = false);
