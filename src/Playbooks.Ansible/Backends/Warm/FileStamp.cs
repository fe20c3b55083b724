using System.Runtime.InteropServices;

namespace Playbooks.Ansible.Backends.Warm;

/// <summary>What shows that a file or a folder is another one now.</summary>
/// <param name="Exists">Whether it is there.</param>
/// <param name="Length">In bytes; 0 for a folder.</param>
/// <param name="WrittenAt">When it was last written to, in ticks.</param>
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
