using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Playbooks.Processes;

/// <summary>Reads the processes of a Linux machine from <c>/proc</c>.</summary>
internal static class ProcessTable
{
    public static bool IsAvailable { get; } = OperatingSystem.IsLinux() && File.Exists("/proc/self/stat");

    // PF_KTHREAD: a thread of the kernel, which runs no program.
    private const uint KernelThread = 0x0020_0000;

    /// <summary>Reads all living processes. Those that have ended and only wait to be reaped are omitted.</summary>
    public static List<ProcessEntry> Read()
    {
        List<ProcessEntry> entries = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            ReadOnlySpan<char> name = Path.GetFileName(folder.AsSpan());
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int processId)
                && TryRead(processId) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    /// <summary>Reads one process; null when it is gone.</summary>
    public static ProcessEntry? TryRead(int processId)
    {
        if (ReadBytes(processId, "stat") is not { } bytes)
        {
            return null;
        }

        // The second field is the program's name in parentheses, with any characters: the last ')' ends it.
        string text = Encoding.UTF8.GetString(bytes);
        string[] fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 20
            || fields[0] is "Z" or "X"
            || (uint.Parse(fields[6], CultureInfo.InvariantCulture) & KernelThread) != 0)
        {
            return null;
        }

        return new ProcessEntry(
            processId,
            int.Parse(fields[1], CultureInfo.InvariantCulture),
            int.Parse(fields[3], CultureInfo.InvariantCulture),
            ulong.Parse(fields[19], CultureInfo.InvariantCulture));
    }

    /// <summary>Reads a process's command line; empty when the process is gone, or between two programs.</summary>
    public static string ReadCommand(int processId)
        => Encoding.UTF8.GetString((ReadOnlySpan<byte>)ReadBytes(processId, "cmdline")).Replace('\0', ' ').TrimEnd();

    /// <summary>Tells if a process handles the interrupt signal itself, so that it does not end at once.</summary>
    public static bool ListensToInterrupt(int processId)
    {
        // A process that waits for signals with a system call blocks them instead of catching them.
        ulong heard = 0;
        foreach (string label in (ReadOnlySpan<string>)["SigCgt", "SigBlk"])
        {
            heard |= ulong.TryParse(
                ReadStatus(processId, label)?[0],
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out ulong signals)
                ? signals
                : 0;
        }

        return (heard & (1UL << ((int)StopSignal.Interrupt - 1))) != 0;
    }

    // Label:<tab>value<tab>value...
    private static string[]? ReadStatus(int processId, string label)
    {
        string status = Encoding.UTF8.GetString((ReadOnlySpan<byte>)ReadBytes(processId, "status"));
        int at = status.IndexOf($"\n{label}:", StringComparison.Ordinal);
        return at < 0
            ? null
            : status[(at + label.Length + 2)..].Split('\n', 2)[0].Split('\t', StringSplitOptions.RemoveEmptyEntries);
    }

    private static byte[]? ReadBytes(int processId, string file)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{processId}/{file}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or belongs to another user: it does not concern this program.
            return null;
        }
    }
}

/// <summary>One process. An id alone is reused; together with the start time it identifies one process.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ProcessEntry(int Id, int ParentId, int SessionId, ulong StartTime);
