namespace Playbooks.Processes;

/// <summary>The processes that were found when a program had to end.</summary>
/// <param name="ProcessIds">Their ids.</param>
/// <param name="CommandLines">
/// Their command lines, the arguments parted by a space. They may hold what is nobody's business, and do not belong into a log.
/// </param>
public sealed record ProcessRemains(IReadOnlyList<int> ProcessIds, IReadOnlyList<string> CommandLines)
{
    /// <summary>Nothing was ended.</summary>
    public static ProcessRemains None { get; } = new([], []);
}
