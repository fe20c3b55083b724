using System.Text.Json;

namespace Playbooks;

/// <summary>Reads and replaces <c>playbooks.lock.json</c>. Several processes may verify at once: each sees what the others wrote.</summary>
internal sealed class VerificationLockFile(string rootDirectory, TimeProvider timeProvider)
{
    public const string Name = "playbooks.lock.json";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly string _path = Path.Combine(rootDirectory, Name);

    /// <exception cref="VerificationLockException">It cannot be read, or holds something else.</exception>
    public async Task<VerificationLock> ReadAsync(CancellationToken cancellationToken)
    {
        // No exception for a library without records, for a cold start: see docs/performance.md, "Starting".
        FileInfo file = new(_path);
        if (!file.Exists && !Directory.Exists(_path))
        {
            return VerificationLock.Empty;
        }

        byte[] bytes;
        try
        {
            bytes = await WholeFile.ReadAsync(_path, file.Exists ? file.Length : 0, cancellationToken).ConfigureAwait(false);
        }
        catch (FileNotFoundException)
        {
            return VerificationLock.Empty;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new VerificationLockException($"'{_path}' cannot be read: {exception.Message}", exception);
        }

        return Parse(bytes);
    }

    /// <summary>Replaces the content with what <paramref name="change"/> makes of the present one.</summary>
    /// <exception cref="VerificationLockException">It cannot be read or written.</exception>
    public async Task UpdateAsync(Func<VerificationLock, VerificationLock> change, CancellationToken cancellationToken)
    {
        try
        {
            FileStream guard = await AcquireAsync(cancellationToken).ConfigureAwait(false);
            await using (guard.ConfigureAwait(false))
            {
                try
                {
                    VerificationLock changed = change(await ReadAsync(cancellationToken).ConfigureAwait(false));
                    await ReplaceAsync(JsonSerializer.SerializeToUtf8Bytes(changed, VerificationJsonContext.Default.VerificationLock), cancellationToken).ConfigureAwait(false);
                }
                finally
                {
                    // Removed while it is still held; whoever waits for it notices that it is gone (see AcquireAsync).
                    File.Delete(guard.Name);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new VerificationLockException($"'{_path}' cannot be written: {exception.Message}", exception);
        }
    }

    private VerificationLock Parse(byte[] bytes)
    {
        try
        {
            VerificationLock? content = VerificationLockReader.Read(bytes);
            return content is null ? throw new VerificationLockException($"'{_path}' is empty; restore it from version control")
                : content.Version != VerificationLock.CurrentVersion ? throw new VerificationLockException($"'{_path}' is of version {content.Version}; this program reads version {VerificationLock.CurrentVersion}")
                : content.Problem is string problem ? throw new VerificationLockException($"'{_path}' is damaged: {problem}; restore it from version control")
                : content;
        }
        catch (JsonException exception)
        {
            throw new VerificationLockException($"'{_path}' line {exception.LineNumber + 1} does not read: {exception.Message} Restore it from version control", exception);
        }
    }

    /// <summary>A new file beside the old one, then renamed over it: a reader sees the old or the new content, never a part.</summary>
    private async Task ReplaceAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        string temporary = $"{_path}.{Guid.NewGuid():N}.tmp";
        try
        {
            FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
                stream.Write("\n"u8);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, _path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>
    /// Holds a guard file that only one process can hold. The holder removes it at the end, so that nothing stays in the
    /// folder. A process that had opened the removed one must not take it for the guard: it marks what it holds with a
    /// time drawn by chance, looks whether the file under the guard's name bears it, and tries again when not.
    /// </summary>
    private async Task<FileStream> AcquireAsync(CancellationToken cancellationToken)
    {
        string guardPath = _path + ".guard";
        long start = timeProvider.GetTimestamp();
        while (true)
        {
            FileStream? guard = TryOpen(guardPath);
            if (guard is not null)
            {
                // Between 1987 and 2038, in steps of two seconds: what every file system can hold.
                DateTime mark = DateTime.UnixEpoch.AddSeconds(Random.Shared.Next(1 << 29, int.MaxValue) & ~1);
                File.SetLastWriteTimeUtc(guard.SafeFileHandle, mark);
                if (File.GetLastWriteTimeUtc(guardPath) == mark)
                {
                    return guard;
                }

                await guard.DisposeAsync().ConfigureAwait(false);
            }

            if (timeProvider.GetElapsedTime(start) > Patience)
            {
                throw new VerificationLockException($"Another process has held '{guardPath}' for {Patience.TotalSeconds} s; if none is running, delete it");
            }

            await Task.Delay(Pause, timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private static FileStream? TryOpen(string guardPath)
    {
        try
        {
            return new FileStream(guardPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException exception) when (IsHeldByAnother(exception))
        {
            return null;
        }
    }

    /// <summary>Told by the error and not by whether the file exists: its holder may have removed it in between.</summary>
    private static bool IsHeldByAnother(IOException exception)
    {
        const int WindowsSharingViolation = unchecked((int)0x80070020);
        const int LinuxWouldBlock = 11;
        const int MacWouldBlock = 35;
        return exception.HResult is WindowsSharingViolation or LinuxWouldBlock or MacWouldBlock;
    }
}
