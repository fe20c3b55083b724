namespace Playbooks.Processes;

/// <summary>A program that has been started, with all processes that it starts.</summary>
internal interface IRunningProgram : IAsyncDisposable
{
    /// <summary>
    /// Completes when the program has ended and the processes that it left have ended or are allowed to go on.
    /// </summary>
    Task<ProgramEnd> End { get; }

    /// <summary>Faults when a handler of the output fails: nothing reads the program's output from then on.</summary>
    Task Failure { get; }

    /// <summary>Begins to end all of its processes. <see cref="End"/> completes later.</summary>
    Task StopAsync();

    /// <summary>Reads the rest of the pipes, but does not wait for other processes that hold them open.</summary>
    Task DrainAsync();
}

/// <summary>The end of a program.</summary>
internal sealed record ProgramEnd(int ExitCode)
{
    public ProcessRemains Remains { get; init; } = ProcessRemains.None;

    public IReadOnlyList<int> Unstoppable { get; init; } = [];

    public IReadOnlyList<string> Warnings { get; init; } = [];
}
