namespace Playbooks.Agent.Discovery.Facts;

/// <summary>The kind of content for which a file is read.</summary>
internal enum FileKind
{
    /// <summary>A possible Ansible playbook: only its place is known.</summary>
    Candidate,
    Tasks,
    Handlers,
    Vars,
    RoleMeta,
    ArgumentSpecs,
    Template,
    Inventory,
}
