namespace Playbooks;

/// <summary>Stores playbooks and their verification records in memory.</summary>
internal sealed class LibraryMemory : ILibraryStore
{
    private readonly Dictionary<PlaybookPath, LibraryFile> _files = [];
    private readonly Lock _guard = new();
    private VerificationLock _records;

    /// <param name="playbooks">The content of each file, by its path.</param>
    /// <param name="verified">The paths of the playbooks that count as verified.</param>
    /// <param name="now">The time of their verification.</param>
    /// <exception cref="ArgumentException">A path is not valid, or a verified one has no file.</exception>
    public LibraryMemory(
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> playbooks, IEnumerable<string> verified, DateTimeOffset now)
    {
        foreach ((string path, ReadOnlyMemory<byte> content) in playbooks)
        {
            LibraryFile file = LibraryFile.Of(PlaybookPath.Parse(path), content);
            _files.Add(file.Path, file);
        }

        // Each record names all playbooks. That includes all below it, and needs no graph of the nesting.
        Dictionary<string, VerifiedChild> children = _files.Values
            .ToDictionary(file => file.Path.Value, file => new VerifiedChild(file.Sha256, 1), StringComparer.Ordinal);
        Dictionary<string, VerificationRecord> records = new(StringComparer.Ordinal);
        foreach (string path in verified)
        {
            string problem = $"'{path}' cannot be verified: it is not in the library";
            LibraryFile file = _files.GetValueOrDefault(PlaybookPath.Parse(path))
                ?? throw new ArgumentException(problem, nameof(verified));
            records[file.Path.Value] = new VerificationRecord
            {
                Sha256 = file.Sha256,
                Revision = 1,
                Version = file.Playbook?.Version,
                VerifiedAt = now,
                Children = children,
            };
        }

        _records = new VerificationLock { Playbooks = records };
    }

    public IEnumerable<PlaybookPath> EnumeratePaths()
        => _files.Keys.OrderBy(path => path.Value, StringComparer.Ordinal);

    public Task<LibraryFile> LoadAsync(PlaybookPath path, CancellationToken cancellationToken)
    {
        string problem = $"Playbook '{path}' does not exist in the library";
        return Task.FromResult(_files.GetValueOrDefault(path)
            ?? LibraryFile.Unreadable(path, DiagnosticDescriptors.NotFound.At(new(path.Value, 0, 0), problem)));
    }

    public Task<VerificationLock> ReadLockAsync(CancellationToken cancellationToken)
    {
        lock (_guard)
        {
            return Task.FromResult(_records);
        }
    }

    public Task UpdateLockAsync(Func<VerificationLock, VerificationLock> change, CancellationToken cancellationToken)
    {
        lock (_guard)
        {
            _records = change(_records);
        }

        return Task.CompletedTask;
    }
}
