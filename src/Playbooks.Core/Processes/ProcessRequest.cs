namespace Playbooks.Processes;

/// <summary>A program to start, and how to end it.</summary>
public sealed record ProcessRequest
{
    /// <summary>The program: a path, or a name that is looked up in the <c>PATH</c> of <see cref="Environment"/>.</summary>
    public required string FileName { get; init; }

    /// <summary>Its arguments, each one passed as it is: nothing is quoted, split or expanded.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Its whole environment. Nothing is inherited: the program does not see what is not here, but for the trace.</summary>
    /// <remarks>
    /// Within an activity, <c>TRACEPARENT</c> and <c>TRACESTATE</c> are set in the form of the W3C, unless the first of them is here.
    /// </remarks>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The folder it starts in, or null for the current one.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The text of its standard input; null for an empty one.</summary>
    public string? Input { get; init; }

    /// <summary>Writes standard input while the program runs, instead of <see cref="Input"/>; when it returns, the input is at its end.</summary>
    /// <remarks>
    /// Each write reaches the program at once. A program that has gone makes it an <see cref="IOException"/>, which may be left to fly.
    /// </remarks>
    public Func<Stream, CancellationToken, Task>? WriteInput { get; init; }

    /// <summary>Whether SIGINT asks it to end when it is cancelled, as Ctrl+C does: the program and all that it has
    /// started, which tidies up by itself then. By default SIGTERM asks the program alone.</summary>
    public bool StopsByInterrupt { get; init; }

    /// <summary>
    /// Whether the program only watches over another one, in another session, which it would kill as soon as it is asked to end.
    /// It is then interrupted last: when nobody outside its own session is left, so that they could tidy up.
    /// </summary>
    public bool EndsLast { get; init; }

    /// <summary>The time that it may take to end by itself, before it is killed with everything that it started.</summary>
    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Asked with the exit code when the program has ended and has left something in the background: whether that may go on.
    /// When null, it is ended, as it is whenever the program is cancelled or this process dies.
    /// </summary>
    public Func<int, ValueTask<bool>>? MayLeave { get; init; }

    /// <summary>The beginning of command lines that are ended in any case, whatever <see cref="MayLeave"/> says; null for none.</summary>
    public string? NeverLeaves { get; init; }

    /// <summary>Traces on the disk of the processes that are ended; null for none.</summary>
    public ProcessTraces? Traces { get; init; }

    /// <summary>A private folder of the program that is removed when this process dies before the program has ended; null for none.</summary>
    public string? Folder { get; init; }

    /// <summary>
    /// Writes what the program needs into <see cref="Folder"/>. It is called when somebody else is there to remove that, whatever
    /// becomes of this process, and before the program is started; null for nothing.
    /// </summary>
    public Func<Task>? Prepare { get; init; }

    /// <summary>
    /// Whether the program ends by itself when this process dies, with all that it has started: then it is not supervised.
    /// </summary>
    public bool EndsWithHost { get; init; }

    /// <summary>What to install or to set when the program is not found: the second half of the error's message.</summary>
    public string? NotFoundHint { get; init; }
}
