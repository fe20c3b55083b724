namespace Playbooks.Processes;

/// <summary>What keeps together everything that a program starts, so that the kernel itself ends it all with the program.</summary>
public enum ProcessIsolation
{
    /// <summary>Nothing: what the program started is searched for when it is to be ended.</summary>
    None,

    /// <summary>
    /// A process namespace of its own, which takes the rights of root. The program sees only the processes that it started.
    /// </summary>
    Namespace,

    /// <summary>The same for any user, with a user namespace around it: within it nobody can become another user.</summary>
    UserNamespace,
}
