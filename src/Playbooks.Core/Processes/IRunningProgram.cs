namespace Playbooks.Processes;

/// <summary>A program that has been started, with everything that it starts.</summary>
internal interface IRunningProgram : IAsyncDisposable
{
    /// <summary>Ends when the program has, and what it left in the background has been ended or may go on.</summary>
    Task<ProgramEnd> End { get; }

    /// <summary>Faults when a handler of the output did: nobody listens to the program any more.</summary>
    Task Failure { get; }

    /// <summary>Begins to end all of it. <see cref="End"/> follows.</summary>
    Task StopAsync();

    /// <summary>Reads what is still in the pipes, but does not wait for strangers that hold them open.</summary>
    Task DrainAsync();
}

/// <summary>The end of a program.</summary>
internal sealed record ProgramEnd(int ExitCode)
{
    public ProcessRemains Remains { get; init; } = ProcessRemains.None;

    public IReadOnlyList<int> Unstoppable { get; init; } = [];

    public IReadOnlyList<string> Warnings { get; init; } = [];
}
