using Playbooks.Templates;

namespace Playbooks;

/// <summary>An output that a playbook gives to its caller.</summary>
internal sealed record PlannedOutput(string Name, Expression Value, bool IsSecret);
