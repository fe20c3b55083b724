namespace Playbooks.Processes;

/// <summary>The end of a program that was not cancelled.</summary>
/// <param name="ExitCode">The exit code; 128 plus the signal's number when a signal ended it.</param>
/// <param name="Duration">The time for which it ran.</param>
public sealed record ProcessResult(int ExitCode, TimeSpan Duration)
{
    /// <summary>
    /// The processes that it left in the background and that were ended: see <see cref="ProcessRequest.MayLeave"/>.
    /// </summary>
    public ProcessRemains Leftovers { get; init; } = ProcessRemains.None;

    /// <summary>
    /// Warnings about guarantees that could not be given, such as on a machine without Python. Usually empty.
    /// </summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
