using System.Runtime.InteropServices;

namespace Playbooks.Processes;

/// <summary>System calls that .NET does not offer.</summary>
internal static partial class NativeMethods
{
    public const int Kill = 9;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SendSignal(int processId, int signal);

    /// <summary>
    /// Changes the owner and group of a file. The system allows it to root, and to an owner for groups of their own.
    /// </summary>
    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int ChangeOwner(string path, uint user, uint group);

    /// <summary>Reads the attributes of a file (<c>statx(2)</c>, Linux).</summary>
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int ReadAttributes(
        int folder, string path, int flags, uint mask, out FileAttributesOfLinux attributes);

    /// <summary>The beginning of <c>struct statx</c>, which has the same layout on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct FileAttributesOfLinux
    {
        [FieldOffset(20)]
        public uint User;

        [FieldOffset(24)]
        public uint Group;
    }
}
