using Playbooks.Library;

namespace Playbooks;

/// <summary>The playbooks of an engine with their verification records, usually those of a folder.</summary>
public sealed class PlaybookLibrary
{
    /// <summary>Opens the library in a folder. No file outside the folder can be reached through it.</summary>
    /// <param name="rootDirectory">An existing folder.</param>
    /// <param name="timeProvider">The clock; the system's by default.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public PlaybookLibrary(string rootDirectory, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(rootDirectory);
        TimeProvider = timeProvider ?? TimeProvider.System;
        LibraryFolder folder = new(rootDirectory, TimeProvider);
        RootDirectory = folder.RootDirectory;
        Store = folder;
    }

    private PlaybookLibrary(ILibraryStore store, string rootDirectory, TimeProvider timeProvider)
    {
        Store = store;
        RootDirectory = rootDirectory;
        TimeProvider = timeProvider;
    }

    /// <summary>
    /// The absolute path of the folder, with its symbolic links resolved. Relative paths of steps start here.
    /// </summary>
    public string RootDirectory { get; }

    internal TimeProvider TimeProvider { get; }

    /// <summary>The store of the playbooks and their verification records.</summary>
    internal ILibraryStore Store { get; }

    /// <summary>Makes a library in memory, such as for a test. Its verification records are not saved.</summary>
    /// <param name="playbooks">The content of each file, by its path from the library's root.</param>
    /// <param name="verified">The paths of the playbooks that count as verified as they are.</param>
    /// <param name="rootDirectory">The folder at which relative paths of steps start.</param>
    /// <param name="timeProvider">The clock; the system's by default.</param>
    /// <exception cref="ArgumentException">A path is not valid, or a verified one has no file.</exception>
    public static PlaybookLibrary InMemory(
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> playbooks,
        IEnumerable<string> verified,
        string rootDirectory,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(playbooks);
        ArgumentNullException.ThrowIfNull(verified);
        ArgumentException.ThrowIfNullOrWhiteSpace(rootDirectory);
        TimeProvider clock = timeProvider ?? TimeProvider.System;
        LibraryMemory memory = new(playbooks, verified, clock.GetUtcNow());
        return new PlaybookLibrary(memory, Path.GetFullPath(rootDirectory), clock);
    }

    /// <summary>Converts a file's path on the disk to its path in this library.</summary>
    /// <param name="file">The file. A relative path starts at the current directory. The file need not exist.</param>
    /// <returns>
    /// The path from the library's root; null when the file's folder is outside of the library, or does not exist.
    /// </returns>
    public string? PathOf(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        string full = Path.GetFullPath(file);
        if (Path.GetDirectoryName(full) is not { } folder || !Directory.Exists(folder))
        {
            return null;
        }

        // The root's path has no links, so the folder's links are resolved, too. The file itself may be a link:
        // planning checks it.
        string real = Path.Combine(new RootFolder(folder).RealPath, Path.GetFileName(full));
        string relative = Path.GetRelativePath(RootDirectory, real);
        bool isOutside = Path.IsPathRooted(relative) || relative.Split(Path.DirectorySeparatorChar)[0] == "..";
        return isOutside ? null : relative.Replace(Path.DirectorySeparatorChar, '/');
    }

    /// <summary>
    /// Lists all playbooks of the library in order of their paths, with the state of their verification.
    /// </summary>
    /// <remarks>
    /// A file with errors is listed with its errors. Other YAML files, such as Ansible's, are omitted: a playbook has
    /// <c>steps</c>. A playbook that was verified and no longer exists is listed with an error that says so.
    /// </remarks>
    /// <exception cref="VerificationLockException">The verification records cannot be read.</exception>
    public async Task<IReadOnlyList<LibraryEntry>> ListAsync(CancellationToken cancellationToken = default)
    {
        VerificationLock records = await Store.ReadLockAsync(cancellationToken).ConfigureAwait(false);
        IEnumerable<string> recorded = records.Playbooks.Keys.Where(path => PlaybookPath.TryParse(path, out _, out _));
        IEnumerable<string> paths = Store.EnumeratePaths().Select(path => path.Value)
            .Union(recorded, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        List<LibraryEntry> entries = [];
        foreach (string path in paths)
        {
            LibraryFile file = await Store.LoadAsync(PlaybookPath.Parse(path), cancellationToken).ConfigureAwait(false);
            VerificationRecord? record = records.Find(file.Path);
            if (record is not null || file.LooksLikePlaybook)
            {
                entries.Add(new LibraryEntry
                {
                    Path = path,
                    Name = file.Playbook?.Name,
                    Version = file.Playbook?.Version,
                    State = VerificationStates.Of(file, records),
                    Record = record,
                    Diagnostics = file.Diagnostics,
                });
            }
        }

        return entries;
    }
}
