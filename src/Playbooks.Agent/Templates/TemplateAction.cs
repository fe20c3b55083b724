namespace Playbooks.Agent;

/// <summary>The action of a generated Ansible playbook.</summary>
internal enum TemplateAction
{
    Deploy,
    Configure,
    Restart,
    Remove,
}
