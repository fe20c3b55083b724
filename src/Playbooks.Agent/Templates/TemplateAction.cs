namespace Playbooks.Agent;

/// <summary>What a generated Ansible playbook does to its service.</summary>
internal enum TemplateAction
{
    Deploy,
    Configure,
    Restart,
    Remove,
}
