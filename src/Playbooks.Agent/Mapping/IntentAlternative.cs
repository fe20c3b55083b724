namespace Playbooks.Agent.Mapping;

/// <summary>An Ansible playbook that an intent may have meant.</summary>
/// <param name="Playbook">Its path, relative to the repository.</param>
/// <param name="Service">The service that it is about.</param>
/// <param name="Score">The highest score that a matcher gave it, 0 to 1.</param>
public sealed record IntentAlternative(string Playbook, string Service, double Score);
