namespace Playbooks.Processes;

/// <summary>The end of a program that was not cancelled.</summary>
/// <param name="ExitCode">Its exit code; 128 and the signal's number when a signal ended it.</param>
/// <param name="Duration">The time that it ran.</param>
public sealed record ProcessResult(int ExitCode, TimeSpan Duration)
{
    /// <summary>The processes that it had left in the background, and that were ended with it: see <see cref="ProcessRequest.MayLeave"/>.</summary>
    public ProcessRemains Leftovers { get; init; } = ProcessRemains.None;

    /// <summary>Sentences about what could not be promised, such as on a machine without Python. Usually there are none.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
