using System.Globalization;
using Playbooks.Processes;

namespace Playbooks;

/// <summary>Names this process among all that could carry a run, so that a dead one is known as dead.</summary>
internal static class ProcessIdentity
{
    private static string Machine { get; } = $"{Environment.MachineName.Replace(':', '_')}/{Read("/proc/sys/kernel/random/boot_id")}/{NamespaceOfIds()}";

    /// <summary>A new name: machine, process, when that process started, and a mark of its own, since one process may ask twice.</summary>
    public static string Create()
        => $"{Machine}:{Environment.ProcessId}:{StartTime(Environment.ProcessId)}:{Guid.NewGuid():N}";

    /// <summary>Whether that owner ran on this machine, and is gone for certain.</summary>
    /// <remarks>
    /// Two containers may bear the same name and have processes of the same ids: only what counts its processes as this one does is
    /// known to be dead. So is nothing of before the machine's last start, whose lease has to expire.
    /// </remarks>
    public static bool IsDead(string owner)
    {
        string[] parts = owner.Split(':');
        return parts.Length == 4 && parts[0] == Machine && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int processId)
            && parts[2].Length > 0 && StartTime(Environment.ProcessId).Length > 0 && StartTime(processId) != parts[2];
    }

    /// <summary>An id alone may be given out again. Empty where there is no such process, or no way to know.</summary>
    private static string StartTime(int processId)
        => ProcessTable.IsAvailable && ProcessTable.TryRead(processId) is ProcessEntry process ? process.StartTime.ToString(CultureInfo.InvariantCulture) : "";

    /// <summary>What a process id means: the same one is another process in another container.</summary>
    private static string NamespaceOfIds()
    {
        try
        {
            return (File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false)?.Name ?? "").Replace(':', '_');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another system, or one that hides it: the name has to do.
            return "";
        }
    }
}
