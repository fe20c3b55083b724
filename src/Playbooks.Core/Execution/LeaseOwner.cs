using System.Globalization;
using Playbooks.Processes;

namespace Playbooks;

/// <summary>Names this process among all that could carry a run, so that a dead one is known as dead.</summary>
internal static class LeaseOwner
{
    /// <summary>A new name: machine, process, when that process started, and a mark of its own, since one process may ask twice.</summary>
    public static string Create()
        => $"{Environment.MachineName}:{Environment.ProcessId}:{StartTime(Environment.ProcessId)}:{Guid.NewGuid():N}";

    /// <summary>Whether that owner ran on this machine, and is gone for certain.</summary>
    public static bool IsDead(string owner)
    {
        string[] parts = owner.Split(':');
        return parts.Length == 4 && parts[0] == Environment.MachineName && int.TryParse(parts[1], out int processId)
            && parts[2].Length > 0 && StartTime(processId) != parts[2];
    }

    /// <summary>An id alone may be given out again. Empty where there is no such process, or no way to know.</summary>
    private static string StartTime(int processId)
        => ProcessTable.IsAvailable && ProcessTable.TryRead(processId) is ProcessEntry process ? process.StartTime.ToString(CultureInfo.InvariantCulture) : "";
}
