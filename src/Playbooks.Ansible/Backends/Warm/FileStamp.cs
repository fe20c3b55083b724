using System.Runtime.InteropServices;

namespace Playbooks.Ansible.Backends.Warm;

/// <summary>The state of a file or a folder, which shows if it was replaced or changed.</summary>
/// <param name="Exists">True when it exists.</param>
/// <param name="Length">The length in bytes; 0 for a folder.</param>
/// <param name="WrittenAt">The time of the last write, in ticks.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileStamp(bool Exists, long Length, long WrittenAt)
{
    public static FileStamp Of(string path)
    {
        FileInfo file = new(path);
        return file.Exists
            ? new FileStamp(true, file.Length, file.LastWriteTimeUtc.Ticks)
            : Directory.Exists(path) ? new FileStamp(true, 0, Directory.GetLastWriteTimeUtc(path).Ticks) : default;
    }
}
