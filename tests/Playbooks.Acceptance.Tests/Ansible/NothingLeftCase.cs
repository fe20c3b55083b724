using Playbooks.Ansible;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>How a run comes to its end.</summary>
public enum Ending
{
    Success,
    Failure,
    Timeout,
    Cancellation,
    Disposal,
    KillOfOurProcess,
}

/// <summary>What a run does when its end comes.</summary>
public enum Workload
{
    /// <summary>A command in its own session, an async job, and a daemon that was forked twice.</summary>
    Local,

    /// <summary>Commands over ssh, with a terminal and with pipelining, an async job there, and shared connections.</summary>
    Ssh,
}

/// <summary>One ending of one workload, in one way of running.</summary>
internal sealed record NothingLeftCase(AnsibleBackend Backend, Workload Workload, Ending Ending)
{
    public bool IsStopped => Ending is not (Ending.Success or Ending.Failure);
}
