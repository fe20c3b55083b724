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

    /// <summary>SIGHUP reaches our process, and nobody handles it.</summary>
    ClosingOfTheTerminal,

    /// <summary>It ends well, in a process that ignores signals, as <c>nohup ... &amp;</c> in a script has it.</summary>
    SuccessInTheBackground,

    /// <summary>Our process, which ignores signals, is killed.</summary>
    KillInTheBackground,
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
    public bool IsStopped => Ending is not (Ending.Success or Ending.Failure or Ending.SuccessInTheBackground);

    /// <summary>Whether it takes a process of its own, which ends with the run or before it.</summary>
    public bool HasItsOwnProcess => Ending >= Ending.KillOfOurProcess;

    public bool IgnoresSignals => IsInTheBackground(Ending);

    public static bool IsInTheBackground(Ending ending) => ending is Ending.SuccessInTheBackground or Ending.KillInTheBackground;
}
