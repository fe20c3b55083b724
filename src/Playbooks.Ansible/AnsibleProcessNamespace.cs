namespace Playbooks.Ansible;

/// <summary>When a run gets a process namespace of its own. Where the machine does not allow one, the run goes on without.</summary>
/// <remarks>
/// Within a namespace, a play on this machine sees only the processes of its own run: it cannot signal others, and
/// <c>ps</c> does not show them.
/// </remarks>
public enum AnsibleProcessNamespace
{
    /// <summary>When the caller is root, who can have one without giving anything else up.</summary>
    Automatic,

    /// <summary>Also for other users, in a user namespace: <c>become</c> and <c>sudo</c> on this machine do not work there.</summary>
    Always,

    /// <summary>Never: what a run has started is searched for and ended one by one.</summary>
    Never,
}
