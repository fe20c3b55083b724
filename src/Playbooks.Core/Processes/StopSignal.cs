namespace Playbooks.Processes;

/// <summary>How a program is asked to end.</summary>
public enum StopSignal
{
    /// <summary>SIGTERM, what a supervisor sends: to the program alone, or to its process group when it is isolated.</summary>
    Terminate = 15,

    /// <summary>SIGINT, what Ctrl+C sends: to the whole process group of the program, as a terminal does.</summary>
    Interrupt = 2,
}
