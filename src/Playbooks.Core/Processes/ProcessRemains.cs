namespace Playbooks.Processes;

/// <summary>The processes of a program that were found when it had to end.</summary>
/// <param name="ProcessIds">The ids.</param>
/// <param name="CommandLines">
/// The command lines, with a space between the arguments. They may hold confidential data: do not log them.
/// </param>
public sealed record ProcessRemains(IReadOnlyList<int> ProcessIds, IReadOnlyList<string> CommandLines)
{
    /// <summary>No processes.</summary>
    public static ProcessRemains None { get; } = new([], []);
}
