namespace Playbooks.Processes;

/// <summary>What is known of processes that were ended: traces that they left elsewhere may carry it.</summary>
/// <param name="ProcessIds">Their ids, and those that they had in a namespace of their own as far as nobody else has the same there.</param>
/// <param name="CommandLines">Their command lines, the arguments parted by a space. They may hold what is nobody's business: no log is the place for them.</param>
public sealed record ProcessRemains(IReadOnlyList<int> ProcessIds, IReadOnlyList<string> CommandLines)
{
    /// <summary>Nothing was ended.</summary>
    public static ProcessRemains None { get; } = new([], []);
}
