namespace Playbooks.Library;

/// <summary>A file beside <c>playbooks.lock.json</c> that only one process can hold at a time.</summary>
/// <remarks>
/// The holder removes the file at the end, so that it does not stay in the folder. A process that had opened the
/// removed file must not take it for the guard. It therefore sets a random time on the file that it holds, checks that
/// the file of the guard's name has that time, and otherwise tries again.
/// </remarks>
internal sealed class VerificationLockGuard(string path, TimeProvider timeProvider)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until this process holds the guard.</summary>
    /// <exception cref="VerificationLockException">
    /// Another process has held it for 30 seconds, or it is a link.
    /// </exception>
    public async Task<FileStream> AcquireAsync(CancellationToken cancellationToken)
    {
        long start = timeProvider.GetTimestamp();
        while (true)
        {
            FileStream? guard = TryOpen();
            if (guard is not null)
            {
                // Between 1987 and 2038, in steps of two seconds: every file system can store that.
                DateTime mark = DateTime.UnixEpoch.AddSeconds(Random.Shared.Next(1 << 29, int.MaxValue) & ~1);
                File.SetLastWriteTimeUtc(guard.SafeFileHandle, mark);
                if (File.GetLastWriteTimeUtc(path) == mark)
                {
                    return guard;
                }

                await guard.DisposeAsync().ConfigureAwait(false);
            }

            if (timeProvider.GetElapsedTime(start) > LongestWait)
            {
                throw new VerificationLockException(
                    $"Another process has held '{path}' for {LongestWait.TotalSeconds} s; "
                    + "if none is running, delete it");
            }

            await Task.Delay(Pause, timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Opens the guard file, and creates it when it is missing.</summary>
    /// <returns>The file; null when another process holds it, or has just removed it.</returns>
    private FileStream? TryOpen()
    {
        try
        {
            // Creating a file never follows a link. Opening one does, but changes nothing.
            FileStream guard = TryOpen(FileMode.CreateNew)
                ?? new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            if (!IsLink(guard))
            {
                return guard;
            }

            guard.Dispose();
            throw Link();
        }
        catch (FileNotFoundException)
        {
            return new FileInfo(path).LinkTarget is null ? null : throw Link();
        }
        catch (IOException exception) when (IsHeldByAnother(exception))
        {
            return new FileInfo(path).LinkTarget is null ? null : throw Link();
        }
    }

    private FileStream? TryOpen(FileMode mode)
    {
        try
        {
            return new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException exception) when (IsThere(exception))
        {
            return null;
        }
    }

    // On Linux the open file itself is checked, since its name may belong to another file by now.
    private bool IsLink(FileStream guard)
    {
        string? opened = OperatingSystem.IsLinux() ? RootFolder.PathOf(guard.SafeFileHandle) : path;
        return opened != path && opened != path + " (deleted)" || new FileInfo(path).LinkTarget is not null;
    }

    private VerificationLockException Link()
        => new($"'{path}' is a link; remove it: "
            + "a guard that is elsewhere guards nothing, and a file outside the library would be changed");

    private static bool IsThere(IOException exception)
    {
        const int WindowsFileExists = unchecked((int)0x80070050);
        const int UnixFileExists = 17;
        return exception.HResult is WindowsFileExists or UnixFileExists;
    }

    /// <summary>
    /// Tells by the error if another process holds the file. To check if it exists would not do: its holder may have
    /// removed it.
    /// </summary>
    private static bool IsHeldByAnother(IOException exception)
    {
        const int WindowsSharingViolation = unchecked((int)0x80070020);
        const int LinuxWouldBlock = 11;
        const int MacWouldBlock = 35;
        return exception.HResult is WindowsSharingViolation or LinuxWouldBlock or MacWouldBlock;
    }
}
