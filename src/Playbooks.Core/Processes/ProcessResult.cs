namespace Playbooks.Processes;

/// <summary>How a program ended by itself.</summary>
/// <param name="ExitCode">Its exit code; 128 and the signal's number when a signal ended it.</param>
/// <param name="Duration">How long it ran.</param>
public sealed record ProcessResult(int ExitCode, TimeSpan Duration)
{
    /// <summary>What it had left in the background and was ended with it: see <see cref="ProcessRequest.EndLeftovers"/>.</summary>
    public ProcessRemains Leftovers { get; init; } = ProcessRemains.None;
}
