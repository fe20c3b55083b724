using Playbooks.Ansible;

namespace Playbooks.Hosting;

/// <summary>A queue does not take a piece of work. Nothing of it was done or kept.</summary>
public sealed class WorkRefusedException : AnsibleException
{
    internal WorkRefusedException(WorkRefusal reason, string message, int waiting, int limit)
        : base(message)
    {
        Reason = reason;
        Waiting = waiting;
        Limit = limit;
    }

    /// <summary>Why.</summary>
    public WorkRefusal Reason { get; }

    /// <summary>How many works waited.</summary>
    public int Waiting { get; }

    /// <summary>How many may wait.</summary>
    public int Limit { get; }
}
