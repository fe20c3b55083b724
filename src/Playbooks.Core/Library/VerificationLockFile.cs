using System.Text.Json;
using Playbooks.Library;

namespace Playbooks;

/// <summary>
/// Reads and replaces <c>playbooks.lock.json</c>. Several processes can verify at the same time without losing each
/// other's changes.
/// </summary>
internal sealed class VerificationLockFile(RootFolder root, TimeProvider timeProvider)
{
    public const string Name = "playbooks.lock.json";

    private readonly string _path = Path.Combine(root.RealPath, Name);

    // Records that were read once must not be lost when the file is missing for a moment, as during a checkout.
    private volatile bool _wasThere;

    /// <exception cref="VerificationLockException">
    /// The file cannot be read, has other content, or was there before and is missing now.
    /// </exception>
    public async Task<VerificationLock> ReadAsync(CancellationToken cancellationToken)
    {
        // A library without records costs no exception, for a fast cold start: see docs/performance.md, "Starting".
        FileInfo file = new(_path);
        if (!file.Exists && file.LinkTarget is null && !Directory.Exists(_path))
        {
            return Missing();
        }

        byte[]? bytes;
        try
        {
            bytes = root.Follow(_path) is { } real
                ? await WholeFile.ReadAsync(
                    real, file.Exists ? file.Length : 0, root, cancellationToken).ConfigureAwait(false)
                : null;
        }
        catch (FileNotFoundException)
        {
            return Missing();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new VerificationLockException($"'{_path}' cannot be read: {exception.Message}", exception);
        }

        VerificationLock content = Parse(bytes ?? throw Outside());
        _wasThere = true;
        return content;
    }

    /// <summary>Replaces the content by the result of <paramref name="change"/>, which gets the current one.</summary>
    /// <exception cref="VerificationLockException">The file cannot be read or written.</exception>
    public async Task UpdateAsync(Func<VerificationLock, VerificationLock> change, CancellationToken cancellationToken)
    {
        try
        {
            VerificationLockGuard guard = new(_path + ".guard", timeProvider);
            FileStream held = await guard.AcquireAsync(cancellationToken).ConfigureAwait(false);
            await using (held.ConfigureAwait(false))
            {
                try
                {
                    VerificationLock changed = change(await ReadAsync(cancellationToken).ConfigureAwait(false));
                    byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(
                        changed, VerificationJsonContext.Default.VerificationLock);
                    string real = root.Follow(_path) ?? throw Outside();
                    await ReplacedFile.WriteAsync(
                        real, (byte[])[.. bytes, (byte)'\n'], cancellationToken).ConfigureAwait(false);
                    _wasThere = true;
                }
                finally
                {
                    // Removed while it is still held. A process that waits for it notices that it is gone.
                    File.Delete(held.Name);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new VerificationLockException($"'{_path}' cannot be written: {exception.Message}", exception);
        }
    }

    private VerificationLock Missing()
        => !_wasThere ? VerificationLock.Empty : throw new VerificationLockException(
            $"'{_path}' was there a moment ago and is gone; if a checkout is under way, wait for its end, "
            + "else restore the file from version control");

    private VerificationLockException Outside()
        => new($"'{_path}' is a link that leads out of the library's root folder; put the file itself in its place");

    private VerificationLock Parse(byte[] bytes)
    {
        try
        {
            VerificationLock? content = VerificationLockReader.Read(bytes);
            if (content is null)
            {
                throw new VerificationLockException($"'{_path}' is empty; restore it from version control");
            }

            if (content.Version != VerificationLock.CurrentVersion)
            {
                throw new VerificationLockException($"'{_path}' is of version {content.Version}; "
                    + $"this program reads version {VerificationLock.CurrentVersion}");
            }

            return content.Problem is not string problem ? content : throw new VerificationLockException(
                $"'{_path}' is damaged: {problem}; restore it from version control");
        }
        catch (JsonException exception)
        {
            throw MergeMarkers.LineOf(bytes) is int line
                ? new VerificationLockException(
                    $"'{_path}' line {line} is a marker of a merge that is not finished; resolve the conflict, and "
                        + "keep every record that is right",
                    exception)
                : new VerificationLockException(
                    $"'{_path}' line {exception.LineNumber + 1} cannot be read: {exception.Message} Restore it from "
                        + "version control",
                    exception);
        }
    }
}
