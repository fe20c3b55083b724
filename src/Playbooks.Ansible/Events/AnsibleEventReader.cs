using System.Globalization;
using System.Runtime.CompilerServices;

namespace Playbooks.Ansible.Events;

/// <summary>Reads the events of <c>ansible-runner</c>, one at a time: never more than one is in memory.</summary>
public static class AnsibleEventReader
{
    /// <summary>Reads a <c>job_events</c> folder in the order in which the events were made.</summary>
    /// <param name="folder">The folder; one that does not exist holds no events.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <remarks>Files that were not finished when the run was killed are left out.</remarks>
    public static async IAsyncEnumerable<AnsibleEvent> ReadFolderAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        List<(long Counter, string Path)> files = [];
        foreach (string path in Directory.EnumerateFiles(folder, "*.json"))
        {
            // <counter>-<uuid>.json; <uuid>-partial.json is an event's first half.
            ReadOnlySpan<char> name = Path.GetFileName(path.AsSpan());
            int dash = name.IndexOf('-');
            if (dash > 0
                && !name.EndsWith("-partial.json", StringComparison.Ordinal)
                && long.TryParse(name[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out long counter))
            {
                files.Add((counter, path));
            }
        }

        files.Sort();
        foreach ((_, string path) in files)
        {
            byte[] bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
            if (RunnerEventParser.TryParse(bytes, runnerIdent: null) is { } next)
            {
                yield return next;
            }
        }
    }

    /// <summary>Reads events that stand on a line each, as <c>ansible-runner -j</c> writes them.</summary>
    /// <param name="stream">Is read to its end and left open.</param>
    /// <param name="runnerIdent">The run that the events must belong to: lines that look like events but were printed by somebody else are left out. null takes all.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async IAsyncEnumerable<AnsibleEvent> ReadLinesAsync(Stream stream, string? runnerIdent = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] buffer = new byte[64 * 1024];
        int start = 0;
        int end = 0;
        int searched = 0;
        while (true)
        {
            int lineEnd = buffer.AsSpan(searched, end - searched).IndexOf((byte)'\n');
            if (lineEnd >= 0)
            {
                lineEnd += searched;
                if (RunnerEventParser.TryParse(buffer.AsMemory(start, lineEnd - start), runnerIdent) is { } next)
                {
                    yield return next;
                }

                start = searched = lineEnd + 1;
                continue;
            }

            // Make room: first by moving what is left to the front, then, for a line longer than the buffer, by growing it.
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (searched, end, start) = (end - start, end - start, 0);
            if (end == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            int read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            end += read;
        }

        if (RunnerEventParser.TryParse(buffer.AsMemory(0, end), runnerIdent) is { } last)
        {
            yield return last;
        }
    }
}
