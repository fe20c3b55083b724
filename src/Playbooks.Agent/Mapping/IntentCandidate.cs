using Playbooks.Agent.Discovery;

namespace Playbooks.Agent.Mapping;

/// <summary>An Ansible playbook that a matcher proposes.</summary>
/// <param name="Playbook">A playbook of the catalogue.</param>
/// <param name="Score">The matcher's confidence, 0 to 1. A value outside is cut to the range; with NaN, the candidate
/// is left out.</param>
public sealed record IntentCandidate(AnsiblePlaybookInfo Playbook, double Score);
