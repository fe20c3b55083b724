using Playbooks.Processes;

namespace Playbooks.Library;

/// <summary>
/// Replaces the content of a file atomically: a reader sees the old or the new content, never a part.
/// </summary>
internal static class ReplacedFile
{
    private const string Suffix = ".tmp";

    /// <summary>
    /// Writes a new file beside the old one and renames it over the old one. It keeps the old mode and owner.
    /// </summary>
    /// <param name="path">The file itself, not a link to it.</param>
    /// <param name="bytes">The whole content.</param>
    /// <remarks>No other process may write the file meanwhile: this removes the leftovers of a killed writer.</remarks>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Write access to the folder is denied.</exception>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        RemoveLeftovers(path);
        string temporary = $"{path}.{Guid.NewGuid():N}{Suffix}";
        try
        {
            FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            KeepOwnerAndMode(path, temporary);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static void RemoveLeftovers(string path)
    {
        string name = Path.GetFileName(path);
        foreach (string leftover in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, $"{name}.*{Suffix}"))
        {
            string middle = Path.GetFileName(leftover)[(name.Length + 1)..^Suffix.Length];
            if (Guid.TryParseExact(middle, "N", out _))
            {
                File.Delete(leftover);
            }
        }
    }

    private static void KeepOwnerAndMode(string from, string to)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(from))
        {
            return;
        }

        // The owner comes first: a change of the owner clears bits of the mode.
        if (OperatingSystem.IsLinux())
        {
            CopyOwner(from, to);
        }

        File.SetUnixFileMode(to, File.GetUnixFileMode(from));
    }

    // Only root can change a file's owner. Where the system refuses, the file belongs to its last writer, as with an
    // editor.
    private static void CopyOwner(string from, string to)
    {
        const int CurrentFolder = -100;
        const uint UserAndGroup = 0x18;
        int result = NativeMethods.ReadAttributes(
            CurrentFolder, from, 0, UserAndGroup, out NativeMethods.FileAttributesOfLinux owner);
        if (result == 0)
        {
            _ = NativeMethods.ChangeOwner(to, owner.User, owner.Group);
        }
    }
}
