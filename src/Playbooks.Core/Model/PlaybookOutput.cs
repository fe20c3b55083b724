namespace Playbooks;

/// <summary>A value that a playbook gives to its caller, who refers to it as <c>{{ step.ID.NAME }}</c>.</summary>
/// <param name="Name">The name that the caller uses.</param>
/// <param name="Value">The value, usually a template over the playbook's own steps.</param>
/// <param name="Location">The place of the declaration.</param>
/// <param name="IsSecret">True when it is masked wherever people could see it, in the caller's run, too.</param>
internal sealed record PlaybookOutput(string Name, PlaybookValue Value, SourceLocation Location, bool IsSecret = false);
