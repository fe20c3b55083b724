using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Playbooks.TestSupport;

/// <summary>What runs on this machine, and what stands on its disk.</summary>
public static class Machine
{
    /// <summary>The processes whose command line or environment holds a text.</summary>
    public static IReadOnlyList<string> Processes(string text, string file = "cmdline")
        => [.. Directory.EnumerateDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), out int id) && id != Environment.ProcessId)
            .Where(folder => Read(Path.Combine(folder, file)).Contains(text, StringComparison.Ordinal))
            .Where(folder => Read(Path.Combine(folder, "cmdline")).Length > 0)
            .Select(folder => $"{Path.GetFileName(folder)}: {Read(Path.Combine(folder, "cmdline")).Replace('\0', ' ')}")];

    /// <summary>Sends a signal to a process, such as <c>HUP</c>.</summary>
    public static async Task SignalAsync(int id, string signal, CancellationToken cancellationToken)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The files below some folders, written since a time, that hold a text.</summary>
    public static IReadOnlyList<string> FilesHolding(string text, DateTimeOffset since, params string[] folders)
    {
        EnumerationOptions everything = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return [.. folders.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", everything))
            // A named pipe, of which .NET makes some itself, is empty too, and would be read for ever.
            .Where(file => new FileInfo(file) is { Exists: true, Length: > 0 })
            .Where(file => File.GetLastWriteTimeUtc(file) >= since.UtcDateTime)
            .Where(file => Read(file).Contains(text, StringComparison.Ordinal))];
    }

    private static string Read(string path)
    {
        try
        {
            return Encoding.Latin1.GetString(File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone in between.
            return "";
        }
    }
}
