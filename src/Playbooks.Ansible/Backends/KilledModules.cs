using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Playbooks.Ansible.Backends;

/// <summary>
/// Removes what killed modules leave on this machine: Ansible writes each module with all its arguments, secrets among them, into
/// a folder that only it would have removed. The folder's name tells the process that made it.
/// </summary>
internal static class KilledModules
{
    public static void RemoveFiles(IReadOnlyList<int> processIds, DateTime since, ILogger logger)
    {
        string folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".ansible", "tmp");
        if (!Directory.Exists(folder))
        {
            return;
        }

        // ansible-tmp-<time>-<process id>-<random>
        HashSet<string> ended = [.. processIds.Select(id => id.ToString(CultureInfo.InvariantCulture))];
        foreach (string left in Directory.GetDirectories(folder, "ansible-tmp-*"))
        {
            // Ids are given out again: what is older than the run is somebody else's.
            if (Path.GetFileName(left).Split('-') is [_, _, _, var processId, _] && ended.Contains(processId) && Directory.GetLastWriteTimeUtc(left) >= since)
            {
                Remove(left, logger);
            }
        }
    }

    private static void Remove(string folder, ILogger logger)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Ansible was faster.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.NotRemoved(logger, folder, exception);
        }
    }
}
