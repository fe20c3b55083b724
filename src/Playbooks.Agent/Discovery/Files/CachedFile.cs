using Playbooks.Agent.Discovery.Facts;

namespace Playbooks.Agent.Discovery.Files;

/// <summary>The facts of a file that are remembered from scan to scan.</summary>
/// <param name="ReadAt">The time at which its bytes were last read.</param>
internal sealed record CachedFile(long Length, DateTime ModifiedAt, DateTime ReadAt, AnsibleFileFacts Facts)
{
    // File systems round times: a second change within one step of the clock does not show in the time.
    private static readonly TimeSpan CoarsestStep = TimeSpan.FromSeconds(2);

    /// <summary>Tells if a file with this size and time certainly has the same content.</summary>
    public bool IsSurelySame(FileInfo file)
        => Length == file.Length && ModifiedAt == file.LastWriteTimeUtc && ReadAt - ModifiedAt > CoarsestStep;
}
