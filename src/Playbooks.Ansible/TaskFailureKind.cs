namespace Playbooks.Ansible;

/// <summary>What became of a task's failure.</summary>
public enum TaskFailureKind
{
    /// <summary>It counts: the host is out.</summary>
    Failed,

    /// <summary>The host could not be reached.</summary>
    Unreachable,

    /// <summary>It was forgiven, by <c>ignore_errors</c> or <c>ignore_unreachable</c>.</summary>
    Ignored,

    /// <summary>A <c>rescue</c> section took care of it.</summary>
    Rescued,
}
