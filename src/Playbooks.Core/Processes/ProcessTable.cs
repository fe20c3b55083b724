using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Playbooks.Processes;

/// <summary>A look at the processes of a Linux machine, through <c>/proc</c>.</summary>
internal static class ProcessTable
{
    public static bool IsAvailable { get; } = OperatingSystem.IsLinux() && File.Exists("/proc/self/stat");

    // PF_KTHREAD of the kernel: a thread of its own, with no program.
    private const uint KernelThread = 0x0020_0000;

    /// <summary>Every program alive now; what has ended and only waits to be reaped is left out.</summary>
    public static List<ProcessEntry> Read()
    {
        List<ProcessEntry> entries = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out int processId)
                && TryRead(processId) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    /// <summary>One process, or null when it is gone.</summary>
    public static ProcessEntry? TryRead(int processId)
    {
        if (ReadBytes(processId, "stat") is not { } bytes)
        {
            return null;
        }

        // The second field is the program's name in parentheses and may hold anything: what follows the last one counts.
        string text = Encoding.UTF8.GetString(bytes);
        string[] fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 20 || fields[0] is "Z" or "X" || (uint.Parse(fields[6], CultureInfo.InvariantCulture) & KernelThread) != 0)
        {
            return null;
        }

        return new ProcessEntry(
            processId,
            int.Parse(fields[1], CultureInfo.InvariantCulture),
            int.Parse(fields[3], CultureInfo.InvariantCulture),
            ulong.Parse(fields[19], CultureInfo.InvariantCulture));
    }

    /// <summary>The command line that a process shows; empty when it is gone, or between two programs.</summary>
    public static string ReadCommand(int processId)
        => Encoding.UTF8.GetString((ReadOnlySpan<byte>)ReadBytes(processId, "cmdline")).Replace('\0', ' ').TrimEnd();

    /// <summary>Whether a process does something of its own about an interrupt, instead of ending at once or not at all.</summary>
    public static bool ListensToInterrupt(int processId)
    {
        // Who waits for signals in a call of its own holds them back: blocked, not caught.
        ulong heard = 0;
        foreach (string label in (ReadOnlySpan<string>)["SigCgt", "SigBlk"])
        {
            heard |= ulong.TryParse(ReadStatus(processId, label)?[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong signals) ? signals : 0;
        }

        return (heard & (1UL << ((int)StopSignal.Interrupt - 1))) != 0;
    }

    // Label:<tab>value<tab>value...
    private static string[]? ReadStatus(int processId, string label)
    {
        string status = Encoding.UTF8.GetString((ReadOnlySpan<byte>)ReadBytes(processId, "status"));
        int at = status.IndexOf($"\n{label}:", StringComparison.Ordinal);
        return at < 0 ? null : status[(at + label.Length + 2)..].Split('\n', 2)[0].Split('\t', StringSplitOptions.RemoveEmptyEntries);
    }

    private static byte[]? ReadBytes(int processId, string file)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{processId}/{file}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It ended in between, or belongs to somebody else: either way it is nothing of ours to see.
            return null;
        }
    }
}

/// <summary>One process. An id alone may be given out again; with the start time it means one process only.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ProcessEntry(int Id, int ParentId, int SessionId, ulong StartTime);
