using Playbooks.Ansible;

namespace Playbooks.Hosting;

/// <summary>A queue refused a piece of work. Nothing of it was done or kept.</summary>
public sealed class WorkRefusedException : AnsibleException
{
    internal WorkRefusedException(WorkRefusal reason, string message, int waiting, int limit)
        : base(message)
    {
        Reason = reason;
        Waiting = waiting;
        Limit = limit;
    }

    /// <summary>The reason.</summary>
    public WorkRefusal Reason { get; }

    /// <summary>The number of works that waited.</summary>
    public int Waiting { get; }

    /// <summary>The number of works that may wait.</summary>
    public int Limit { get; }
}
