using Playbooks.Agent.Discovery;

namespace Playbooks.Agent.Mapping;

/// <summary>An Ansible playbook that a matcher proposes.</summary>
/// <param name="Playbook">One of the catalogue's.</param>
/// <param name="Score">How sure the matcher is.</param>
/// <value>The score is 0 to 1; what lies outside is cut, and no number is no candidate.</value>
public sealed record IntentCandidate(AnsiblePlaybookInfo Playbook, double Score);
