namespace Playbooks.Processes;

/// <summary>A program to start, and how to end it.</summary>
public sealed record ProcessRequest
{
    /// <summary>The program: a path, or a name that is looked up in the <c>PATH</c> of <see cref="Environment"/>.</summary>
    public required string FileName { get; init; }

    /// <summary>Its arguments, each one passed as it is: nothing is quoted, split or expanded.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Its whole environment. Nothing is inherited: what is not here, the program does not see, but for <c>PLAYBOOKS_RUN</c> and the trace.</summary>
    /// <remarks>Within an activity, <c>TRACEPARENT</c> and <c>TRACESTATE</c> are set in the form of the W3C, unless the first of them is here.</remarks>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The folder it starts in, or null for the current one.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>What it reads from standard input; null for nothing, at once at its end.</summary>
    public string? Input { get; init; }

    /// <summary>Writes standard input while the program runs, instead of <see cref="Input"/>; when it returns, the input is at its end.</summary>
    /// <remarks>Each write reaches the program at once. A program that has gone makes it an <see cref="IOException"/>, which may be left to fly.</remarks>
    public Func<Stream, CancellationToken, Task>? WriteInput { get; init; }

    /// <summary>The signal that asks it to end, when it is cancelled.</summary>
    public StopSignal StopSignal { get; init; } = StopSignal.Terminate;

    /// <summary>
    /// Whether the program only watches over another one, in another session, which it would kill as soon as it is asked to end.
    /// When all are interrupted, it is asked last then: when nobody outside its own session is left, so that they could tidy up.
    /// </summary>
    public bool IsSupervisor { get; init; }

    /// <summary>How long it may take to end by itself, before it is killed with everything that it started.</summary>
    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether what it left running in the background is ended too when it ends by itself.</summary>
    public bool EndLeftovers { get; init; }

    /// <summary>
    /// What keeps together all that it starts. Where the machine does not allow it, the program runs without. What it leaves in
    /// the background then ends with it, whatever <see cref="EndLeftovers"/> says.
    /// </summary>
    public ProcessIsolation Isolation { get; init; }

    /// <summary>A file that does not exist yet, where an isolated program's leftovers are written down for <see cref="ProcessResult.Leftovers"/>; null for nowhere.</summary>
    public string? LeftoverReport { get; init; }

    /// <summary>What marks everything that the program starts, in its environment as <c>PLAYBOOKS_RUN</c>: by it, all of it is found again.</summary>
    public string RunId { get; init; } = Guid.NewGuid().ToString("N");

    /// <summary>What to install or to set when the program is not found: the second half of the error's message.</summary>
    public string? NotFoundHint { get; init; }
}
