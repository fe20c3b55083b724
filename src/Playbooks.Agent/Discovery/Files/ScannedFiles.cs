using System.Collections.Concurrent;
using System.Security.Cryptography;
using Playbooks.Agent.Discovery.Facts;

namespace Playbooks.Agent.Discovery.Files;

/// <summary>
/// The facts of files during one scan. Each file is checked once, and parsed only if it is new or changed.
/// </summary>
/// <remarks>
/// A file that must be parsed is <see cref="AnsibleFileFacts.Pending"/> until <see cref="ParseAsync"/> was called, so
/// that the parser gets many files at once.
/// </remarks>
internal sealed class ScannedFiles(RepositoryBounds bounds, IReadOnlyDictionary<(string Path, FileKind Kind), CachedFile> known, TimeProvider timeProvider)
{
    private readonly ConcurrentDictionary<(string Path, FileKind Kind), Lazy<AnsibleFileFacts?>> _facts = new();
    private readonly ConcurrentDictionary<(string Path, FileKind Kind), CachedFile> _remembered = new();
    private readonly ConcurrentQueue<PendingFile> _pending = new();
    private readonly ConcurrentDictionary<string, string[]> _listings = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _folders = new(StringComparer.Ordinal);

    /// <summary>The number of files that were parsed.</summary>
    public int Parsed { get; private set; }

    /// <summary>The files that the next scan has to know, without those that do not exist any more.</summary>
    public IReadOnlyDictionary<(string Path, FileKind Kind), CachedFile> Remembered => _remembered;

    /// <summary>Gets the facts of a file; null when it does not exist in the repository.</summary>
    public AnsibleFileFacts? Get(string path, FileKind kind)
        => _facts.GetOrAdd((path, kind), static (key, self) => new Lazy<AnsibleFileFacts?>(() => self.Load(key)), this).Value;

    /// <summary>Parses all files that are pending.</summary>
    public async Task ParseAsync(AnsibleParser parser)
    {
        List<PendingFile> files = [];
        while (_pending.TryDequeue(out PendingFile? file))
        {
            files.Add(file);
        }

        IReadOnlyList<AnsibleFileFacts> parsed = await parser.ReadAsync([.. files.Select(file => (file.File.FullName, file.Key.Kind))]).ConfigureAwait(false);
        foreach ((PendingFile file, AnsibleFileFacts facts) in files.Zip(parsed))
        {
            Remember(file.Key, new CachedFile(file.File.Length, file.File.LastWriteTimeUtc, file.FoundAt, facts));
            _facts[file.Key] = new Lazy<AnsibleFileFacts?>(facts);
        }

        Parsed += files.Count;
    }

    /// <summary>Tells if a folder exists in the repository.</summary>
    public bool HasFolder(string path) => _folders.GetOrAdd(path, static (folder, self) => Directory.Exists(folder) && self.IsInside(folder), this);

    /// <summary>The files of a folder in the repository, by name; none when there is no such folder.</summary>
    public IReadOnlyList<string> List(string folder) => _listings.GetOrAdd(folder, static (path, self) => self.ReadListing(path), this);

    private bool IsInside(string folder) => folder == bounds.Root || bounds.Resolve(Path.Combine(folder, "x")) is not null;

    private string[] ReadListing(string folder)
    {
        try
        {
            return HasFolder(folder) ? [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)] : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be read counts as empty: its variables count as not defined.
            return [];
        }
    }

    private AnsibleFileFacts? Load((string Path, FileKind Kind) key)
    {
        if (bounds.Resolve(key.Path) is not { } path || new FileInfo(path) is not { Exists: true } file)
        {
            return null;
        }

        CachedFile? before = known.GetValueOrDefault(key);
        if (before?.IsSurelySame(file) == true)
        {
            return Remember(key, before);
        }

        if (file.Length == 0)
        {
            // Pipes and devices have no length either, and reading them could wait for ever.
            return AnsibleFileFacts.Nothing;
        }

        DateTime foundAt = timeProvider.GetUtcNow().UtcDateTime;
        if (before?.Length == file.Length && before.Facts.Digest == DigestOf(file))
        {
            return Remember(key, before with { ModifiedAt = file.LastWriteTimeUtc, ReadAt = foundAt });
        }

        _pending.Enqueue(new PendingFile(key, file, foundAt));
        return AnsibleFileFacts.Pending;
    }

    private AnsibleFileFacts Remember((string Path, FileKind Kind) key, CachedFile file)
    {
        _remembered[key] = file;
        return file.Facts;
    }

    // Null when the file cannot be read. The parser reports the reason.
    private static string? DigestOf(FileInfo file)
    {
        try
        {
            using FileStream content = file.OpenRead();
            return Convert.ToHexStringLower(SHA256.HashData(content));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <param name="File">Its size and time when it was found.</param>
    private sealed record PendingFile((string Path, FileKind Kind) Key, FileInfo File, DateTime FoundAt);
}
