namespace Playbooks.Processes;

/// <summary>How a program is asked to end.</summary>
internal enum StopSignal
{
    /// <summary>SIGTERM, what a supervisor sends: to the program alone, or to its process group when it is isolated.</summary>
    Terminate = 15,

    /// <summary>SIGINT, what Ctrl+C sends: to the program and to everything that it has started, which tidies up by itself then.</summary>
    Interrupt = 2,
}
