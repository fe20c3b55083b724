using Playbooks.Agent.Discovery.Facts;

namespace Playbooks.Agent.Discovery.Files;

/// <summary>What is remembered of a file from scan to scan.</summary>
/// <param name="ReadAt">When its bytes were last looked at.</param>
internal sealed record CachedFile(long Length, DateTime ModifiedAt, DateTime ReadAt, AnsibleFileFacts Facts)
{
    // File systems count time in steps: what was changed twice within one looks unchanged after the second time.
    private static readonly TimeSpan CoarsestStep = TimeSpan.FromSeconds(2);

    /// <summary>Whether a file that looks like this certainly has the same content.</summary>
    public bool IsSurelySame(FileInfo file)
        => Length == file.Length && ModifiedAt == file.LastWriteTimeUtc && ReadAt - ModifiedAt > CoarsestStep;
}
