namespace Playbooks.Processes;

/// <summary>How a program is asked to end.</summary>
public enum StopSignal
{
    /// <summary>SIGTERM, what a supervisor sends.</summary>
    Terminate = 15,

    /// <summary>SIGINT, what Ctrl+C sends.</summary>
    Interrupt = 2,
}
