namespace Playbooks;

/// <summary>Reads the files of a library.</summary>
internal static class WholeFile
{
    private const int Small = 64 * 1024;

    /// <summary>All its bytes.</summary>
    /// <remarks>
    /// A small file is read at once, in the caller's thread, as whether it exists was found out: handing it to another one, which
    /// then blocks in its stead, takes longer than reading it, and makes a process that only validates start its thread pool.
    /// </remarks>
    public static Task<byte[]> ReadAsync(string path, long length, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return length > Small ? File.ReadAllBytesAsync(path, cancellationToken) : Task.FromResult(File.ReadAllBytes(path));
    }
}
