using System.Runtime.InteropServices;

namespace Playbooks;

/// <summary>
/// The counts of the steps of one level by status. A step that is in no other figure was not reached or was cancelled.
/// </summary>
/// <param name="Total">All steps.</param>
/// <param name="Completed">Those that succeeded.</param>
/// <param name="Failed">Those that failed.</param>
/// <param name="Skipped">Those whose condition was false, and those that a person skipped.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct StepCounts(int Total, int Completed, int Failed, int Skipped)
{
    /// <summary>Counts the steps.</summary>
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
