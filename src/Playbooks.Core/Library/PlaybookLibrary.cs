using Playbooks.Library;

namespace Playbooks;

/// <summary>The playbooks of an engine with their verification records: those of a folder, as a rule.</summary>
public sealed class PlaybookLibrary
{
    /// <summary>The library in that folder. Nothing outside the folder can be reached through it.</summary>
    /// <param name="rootDirectory">An existing folder.</param>
    /// <param name="timeProvider">The clock; the system's by default.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
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

    /// <summary>The folder, absolute, its symbolic links resolved; relative paths that steps are given are taken from
    /// it.</summary>
    public string RootDirectory { get; }

    internal TimeProvider TimeProvider { get; }

    /// <summary>The place that holds the playbooks and their verification records.</summary>
    internal ILibraryStore Store { get; }

    /// <summary>A library in memory, such as a test composes; its verification records end with it.</summary>
    /// <param name="playbooks">The content of each file, by its path from the library's root.</param>
    /// <param name="verified">The paths of those that count as verified as they are.</param>
    /// <param name="rootDirectory">The folder from which steps take the relative paths that they are given.</param>
    /// <param name="timeProvider">The clock; the system's by default.</param>
    /// <exception cref="ArgumentException">A path is not one of a library, or a verified one has no file.</exception>
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

    /// <summary>Finds the path in this library of a file that somebody names by its place on the disk.</summary>
    /// <param name="file">The file; a relative path is taken from the current directory. It need not exist.</param>
    /// <returns>The path from the library's root; null when the file's folder is outside of the library, or does not
    /// exist.</returns>
    public string? PathOf(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        string full = Path.GetFullPath(file);
        if (Path.GetDirectoryName(full) is not { } folder || !Directory.Exists(folder))
        {
            return null;
        }

        // The root has no links in it, so the folder may have none either. The file itself may be a link: planning
        // judges it.
        string real = Path.Combine(new RootFolder(folder).RealPath, Path.GetFileName(full));
        string relative = Path.GetRelativePath(RootDirectory, real);
        bool isOutside = Path.IsPathRooted(relative) || relative.Split(Path.DirectorySeparatorChar)[0] == "..";
        return isOutside ? null : relative.Replace(Path.DirectorySeparatorChar, '/');
    }

    /// <summary>Every playbook of the library, in order of their paths, and how it stands with its
    /// verification.</summary>
    /// <remarks>
    /// A file with errors is listed with them. Other YAML files, such as Ansible's, are left out: a playbook has
    /// <c>steps</c>.
    /// A playbook that was verified and is gone is listed with the error that says so.
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
