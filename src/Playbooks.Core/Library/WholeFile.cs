using Microsoft.Win32.SafeHandles;
using Playbooks.Library;

namespace Playbooks;

/// <summary>Reads the files of a library.</summary>
internal static class WholeFile
{
    private const int Small = 64 * 1024;

    /// <summary>Reads all bytes of a file.</summary>
    /// <remarks>
    /// A small file is read in the caller's thread, which is faster than a switch to another one. This saves the most
    /// of a cold start: see docs/performance.md, "Starting".
    /// </remarks>
    public static Task<byte[]> ReadAsync(string path, long length, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return length > Small
            ? File.ReadAllBytesAsync(path, cancellationToken)
            : Task.FromResult(File.ReadAllBytes(path));
    }

    /// <summary>Reads all bytes of a file inside a folder.</summary>
    /// <returns>
    /// The bytes; null when the opened file is outside: a link was changed after its path was resolved.
    /// </returns>
    public static async Task<byte[]?> ReadAsync(
        string path, long length, RootFolder root, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using SafeFileHandle file = File.OpenHandle(
            path, options: length > Small ? FileOptions.Asynchronous : FileOptions.None);
        if (!root.Holds(file))
        {
            return null;
        }

        byte[] bytes = new byte[RandomAccess.GetLength(file)];
        int read = 0;
        while (read < bytes.Length)
        {
            int count = length > Small
                ? await RandomAccess.ReadAsync(
                    file, bytes.AsMemory(read), read, cancellationToken).ConfigureAwait(false)
                : RandomAccess.Read(file, bytes.AsSpan(read), read);
            if (count == 0)
            {
                // The file was truncated while it was read.
                return bytes[..read];
            }

            read += count;
        }

        return bytes;
    }
}
