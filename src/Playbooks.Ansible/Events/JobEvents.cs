using System.Buffers;
using System.Globalization;
using System.IO.Enumeration;

namespace Playbooks.Ansible.Events;

/// <summary>The events of <c>ansible-runner</c> in a folder, one in each file, read in the order in which they were
/// made.</summary>
/// <remarks>It remembers its position, so that a run can be followed while it goes on. It holds the names of a window
/// of events only.</remarks>
/// <param name="folder">The folder.</param>
/// <param name="summarizer">Takes the events.</param>
/// <param name="runnerIdent">The run that the events must belong to; null for any.</param>
internal sealed class JobEvents(string folder, EventSummarizer summarizer, string? runnerIdent)
{
    private const int Window = 20_000;
    private const int BufferSize = 64 * 1024;

    private readonly EventLines _lines = summarizer.CreateLines(runnerIdent);
    private long _next;

    /// <summary>Reads the events that were not read yet.</summary>
    /// <exception cref="AnsibleArtifactsException">A file cannot be read.</exception>
    public async Task ReadToEndAsync(CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);

        // Opening files has no asynchronous form, so it runs on the thread pool.
        await Task.Run(() => ReadAll(isFinal: true, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads new events again and again, until the token is cancelled because the run has ended.</summary>
    public async Task FollowAsync(TimeProvider time, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            long started = time.GetTimestamp();
            try
            {
                await Task.Run(() => ReadAll(isFinal: false, ended), ended).ConfigureAwait(false);

                // Listing a folder of very many events takes long. The pause keeps it from using most of the time.
                TimeSpan pause = time.GetElapsedTime(started) * 4;
                await Task.Delay(pause > AnsibleProgress.Interval ? pause : AnsibleProgress.Interval, time, ended)
                    .ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (AnsibleArtifactsException)
            {
                // Events that cannot be read now are read at the end, or the error is reported there.
                return;
            }
        }
    }

    private void ReadAll(bool isFinal, CancellationToken cancellationToken)
    {
        try
        {
            while (Directory.Exists(folder))
            {
                (List<(long Counter, string Name)> files, long beyond) = List();
                foreach ((long counter, string name) in files)
                {
                    cancellationToken.ThrowIfCancellationRequested();

                    // During the run, a file may appear earlier than its predecessor.
                    if (!isFinal && counter != Math.Max(1, _next))
                    {
                        return;
                    }

                    ReadFile(Path.Combine(folder, name));
                    _next = counter + 1;
                }

                if (beyond == long.MaxValue || !isFinal)
                {
                    return;
                }

                _next = beyond;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AnsibleArtifactsException(
                $"The events in '{folder}' cannot be read: {exception.Message}", exception);
        }
    }

    private (List<(long Counter, string Name)> Files, long Beyond) List()
    {
        long end = _next > long.MaxValue - Window ? long.MaxValue : _next + Window;
        long beyond = long.MaxValue;
        FileSystemEnumerable<(long Counter, string Name)> entries = new(
            folder,
            (ref entry) => (Counter(entry.FileName), entry.FileName.ToString()),
            new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false })
        {
            ShouldIncludePredicate = (ref entry) =>
            {
                long counter = Counter(entry.FileName);
                beyond = counter >= end ? Math.Min(beyond, counter) : beyond;
                return counter >= _next && counter < end;
            },
        };
        List<(long Counter, string Name)> files = [.. entries];
        files.Sort();
        return (files, beyond);
    }

    // <counter>-<uuid>.json; <uuid>-partial.json is an event's first half.
    private static long Counter(ReadOnlySpan<char> name)
    {
        int dash = name.IndexOf('-');
        return dash > 0
            && name.EndsWith(".json")
            && !name.EndsWith("-partial.json")
            && long.TryParse(name[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out long counter)
                ? counter
                : -1;
    }

    private void ReadFile(string path)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            // The rest of a file that could not be read to its end before.
            _lines.Discard();
            using Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle(path);
            long offset = 0;
            int read;
            do
            {
                read = RandomAccess.Read(file, buffer, offset);
                offset += read;
                summarizer.AddRecord(_lines, buffer.AsSpan(0, read), isLast: read == 0);
            }
            while (read > 0);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
