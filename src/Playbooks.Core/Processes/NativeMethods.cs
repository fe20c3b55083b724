using System.Runtime.InteropServices;

namespace Playbooks.Processes;

/// <summary>What .NET has no call for: any signal but kill.</summary>
internal static partial class NativeMethods
{
    public const int Kill = 9;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SendSignal(int processId, int signal);
}
