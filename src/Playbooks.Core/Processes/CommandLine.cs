using System.Text;

namespace Playbooks.Processes;

/// <summary>Makes text of the command lines of a Linux machine's processes.</summary>
internal static class CommandLine
{
    /// <summary>One, whose arguments each end with a zero byte.</summary>
    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes).Replace('\0', ' ').TrimEnd();

    /// <summary>Several, each ended by a zero byte and a line feed.</summary>
    public static IReadOnlyList<string> Split(ReadOnlySpan<byte> bytes)
        => [.. Encoding.UTF8.GetString(bytes).Split("\0\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Replace('\0', ' ')).Where(line => line.Trim().Length > 0)];
}
