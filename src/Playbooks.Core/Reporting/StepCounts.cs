using System.Runtime.InteropServices;

namespace Playbooks;

/// <summary>How the steps of one level ended. Those that are in none of the other figures were not reached or were cancelled.</summary>
/// <param name="Total">All of them.</param>
/// <param name="Completed">Those that succeeded.</param>
/// <param name="Failed">Those that failed.</param>
/// <param name="Skipped">Those whose condition was false, and those that somebody skipped.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct StepCounts(int Total, int Completed, int Failed, int Skipped)
{
    /// <summary>Counts these.</summary>
    public static StepCounts Of(IEnumerable<StepReport> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        StepCounts counts = default;
        foreach (StepReport step in steps)
        {
            counts = new StepCounts(
                counts.Total + 1,
                counts.Completed + (step.Status == StepStatus.Completed ? 1 : 0),
                counts.Failed + (step.Status == StepStatus.Failed ? 1 : 0),
                counts.Skipped + (step.Status == StepStatus.Skipped ? 1 : 0));
        }

        return counts;
    }
}
