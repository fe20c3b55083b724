namespace Playbooks;

/// <summary>Reads the files of a library.</summary>
internal static class WholeFile
{
    private const int Small = 64 * 1024;

    /// <summary>All its bytes.</summary>
    /// <remarks>
    /// A small file is read in the caller's thread, which takes less time than handing it to another one. It is also the
    /// greatest saving of a cold start: see docs/performance.md, "Starting".
    /// </remarks>
    public static Task<byte[]> ReadAsync(string path, long length, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return length > Small ? File.ReadAllBytesAsync(path, cancellationToken) : Task.FromResult(File.ReadAllBytes(path));
    }
}
