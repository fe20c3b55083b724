namespace Playbooks.Processes;

/// <summary>A program to start, and the way to end it.</summary>
public sealed record ProcessRequest
{
    /// <summary>
    /// The program: a path, or a name that is looked up in the <c>PATH</c> of <see cref="Environment"/>.
    /// </summary>
    public required string FileName { get; init; }

    /// <summary>The arguments. Each is passed as it is: nothing is quoted, split or expanded.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The whole environment, except for the trace. The program inherits no other variable.</summary>
    /// <remarks>
    /// Within an activity, <c>TRACEPARENT</c> and <c>TRACESTATE</c> are set in the format of the W3C, unless the first
    /// of them is here.
    /// </remarks>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The working folder; null for the current one.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The text of standard input; null for an empty one.</summary>
    public string? Input { get; init; }

    /// <summary>
    /// Writes standard input while the program runs, in place of <see cref="Input"/>. The input ends when it returns.
    /// </summary>
    /// <remarks>
    /// Each write reaches the program at once. When the program has ended, a write throws an <see cref="IOException"/>,
    /// which need not be caught.
    /// </remarks>
    public Func<Stream, CancellationToken, Task>? WriteInput { get; init; }

    /// <summary>
    /// True to ask it to end by SIGINT when it is cancelled, as Ctrl+C does: the program and all processes that it has
    /// started, which then clean up themselves. False, the default, to send SIGTERM to the program alone.
    /// </summary>
    public bool StopsByInterrupt { get; init; }

    /// <summary>
    /// True when the program only watches over another one, in another session, and would kill it at the first signal.
    /// It is then interrupted last, when no process outside its own session is left that needs time to clean up.
    /// </summary>
    public bool EndsLast { get; init; }

    /// <summary>The time in which it may end by itself, before it is killed with everything that it started.</summary>
    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Decides, from the exit code of a program that has left processes in the background, if they may go on.
    /// When null, they are ended, as they are whenever the program is cancelled or this process dies.
    /// </summary>
    public Func<int, ValueTask<bool>>? MayLeave { get; init; }

    /// <summary>
    /// The beginning of command lines that are always ended, whatever <see cref="MayLeave"/> returns; null for none.
    /// </summary>
    public string? NeverLeaves { get; init; }

    /// <summary>The folders that ended processes leave on the disk; null for none.</summary>
    public ProcessTraces? Traces { get; init; }

    /// <summary>
    /// A private folder of the program that is removed if this process dies before the program has ended; null for
    /// none.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>
    /// Writes the program's files into <see cref="Folder"/>; null for none. It is called before the program is started.
    /// By then, a supervisor, if there is one, is ready to remove the folder if this process dies.
    /// </summary>
    public Func<Task>? Prepare { get; init; }

    /// <summary>
    /// True when the program ends by itself when this process dies, with everything that it has started. It is then not
    /// supervised.
    /// </summary>
    public bool EndsWithHost { get; init; }

    /// <summary>The remedy when the program is not found. It becomes the second half of the error's message.</summary>
    public string? NotFoundHint { get; init; }
}
