namespace Playbooks.Processes;

/// <summary>The signal that asks a program to end.</summary>
internal enum StopSignal
{
    /// <summary>
    /// SIGTERM, which supervisors send: to the program alone, or to its process group when it is isolated.
    /// </summary>
    Terminate = 15,

    /// <summary>
    /// SIGINT, which Ctrl+C sends: to the program and to everything that it has started, which then cleans up itself.
    /// </summary>
    Interrupt = 2,
}
