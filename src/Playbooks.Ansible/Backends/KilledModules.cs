using System.Globalization;
using Microsoft.Extensions.Logging;
using Playbooks.Processes;

namespace Playbooks.Ansible.Backends;

/// <summary>
/// Removes what killed modules leave on this machine: Ansible writes each module with all its arguments, secrets among them, into
/// a folder that only it would have removed. A module's command line has its path, and its name the process that made it.
/// </summary>
internal static class KilledModules
{
    private const string Beginning = "/ansible-tmp-";
    private static readonly char[] WordEnds = [' ', '\'', '"', '='];

    public static void RemoveFiles(ProcessRemains remains, DateTime since, ILogger logger)
    {
        foreach (string folder in remains.CommandLines.SelectMany(command => command.Split(WordEnds)).Select(ModuleFolder).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            Remove(folder, logger);
        }

        string usual = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".ansible", "tmp");
        if (remains.ProcessIds.Count == 0 || !Directory.Exists(usual))
        {
            return;
        }

        // ansible-tmp-<time>-<process id>-<random>
        HashSet<string> ended = [.. remains.ProcessIds.Select(id => id.ToString(CultureInfo.InvariantCulture))];
        foreach (string left in Directory.GetDirectories(usual, "ansible-tmp-*"))
        {
            // Ids are given out again: what is older than the run is somebody else's.
            if (Path.GetFileName(left).Split('-') is [_, _, _, var processId, _] && ended.Contains(processId) && Directory.GetLastWriteTimeUtc(left) >= since)
            {
                Remove(left, logger);
            }
        }
    }

    // In the command line of a module on another host, over ssh, too: there is no such folder here then.
    private static string? ModuleFolder(string word)
    {
        int at = word.IndexOf(Beginning, StringComparison.Ordinal);
        if (at <= 0 || word[0] != '/')
        {
            return null;
        }

        int end = word.IndexOf('/', at + 1);
        string folder = end < 0 ? word : word[..end];
        return folder[(at + Beginning.Length)..].Split('-') is [_, _, _] parts && parts.All(part => part.Length > 0 && part.All(sign => char.IsAsciiDigit(sign) || sign == '.')) ? folder : null;
    }

    private static void Remove(string folder, ILogger logger)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Ansible was faster, or it is another host's.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.NotRemoved(logger, folder, exception);
        }
    }
}
