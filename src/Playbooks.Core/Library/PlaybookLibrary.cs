using Playbooks.Library;
using Playbooks.Reading;

namespace Playbooks;

/// <summary>A folder of playbooks with their verification records. Nothing outside it can be reached through it.</summary>
public sealed class PlaybookLibrary : IPlaybookSource
{
    private static readonly EnumerationOptions Recursive = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 32,
        // Hidden folders hold no playbooks, and links could lead out or around in circles.
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint | FileAttributes.System,
    };

    private readonly RootFolder _root;
    private readonly VerificationLockFile _lockFile;

    /// <summary>The library in that folder.</summary>
    /// <param name="rootDirectory">An existing folder.</param>
    /// <param name="timeProvider">The clock; the system's by default.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public PlaybookLibrary(string rootDirectory, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(rootDirectory);
        if (!Directory.Exists(rootDirectory))
        {
            throw new DirectoryNotFoundException($"The library folder '{Path.GetFullPath(rootDirectory)}' does not exist");
        }

        _root = new RootFolder(rootDirectory);
        TimeProvider = timeProvider ?? TimeProvider.System;
        _lockFile = new VerificationLockFile(RootDirectory, TimeProvider);
    }

    /// <summary>The folder, absolute, its symbolic links resolved.</summary>
    public string RootDirectory => _root.RealPath;

    internal TimeProvider TimeProvider { get; }

    /// <summary>Every playbook of the library, in order of their paths, and how it stands with its verification.</summary>
    /// <remarks>
    /// A file with errors is listed with them. Other YAML files, such as Ansible's, are left out: a playbook has <c>steps</c>.
    /// A playbook that was verified and is gone is listed with the error that says so.
    /// </remarks>
    /// <exception cref="VerificationLockException">The verification records cannot be read.</exception>
    public async Task<IReadOnlyList<LibraryEntry>> ListAsync(CancellationToken cancellationToken = default)
    {
        VerificationLock records = await ReadLockAsync(cancellationToken).ConfigureAwait(false);
        IEnumerable<string> recorded = records.Playbooks.Keys.Where(path => PlaybookPath.TryParse(path, out _, out _));
        List<LibraryEntry> entries = [];
        foreach (string path in EnumeratePaths().Select(path => path.Value).Union(recorded, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            LibraryFile file = await LoadAsync(PlaybookPath.Parse(path), cancellationToken).ConfigureAwait(false);
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

    /// <summary>The paths of all files that end in <c>.yaml</c> or <c>.yml</c>, in order; hidden ones and links left out.</summary>
    internal IEnumerable<PlaybookPath> EnumeratePaths()
        => Directory.EnumerateFiles(RootDirectory, "*.y*ml", Recursive)
            .Where(file => Path.GetExtension(file) is ".yaml" or ".yml")
            .Select(file => Path.GetRelativePath(RootDirectory, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Order(StringComparer.Ordinal)
            .Select(path => PlaybookPath.TryParse(path, out PlaybookPath? parsed, out _) ? parsed : null)
            .OfType<PlaybookPath>();

    Task<LibraryFile> IPlaybookSource.LoadAsync(PlaybookPath path, CancellationToken cancellationToken) => LoadAsync(path, cancellationToken);

    Task<VerificationLock> IPlaybookSource.ReadLockAsync(CancellationToken cancellationToken) => ReadLockAsync(cancellationToken);

    internal Task<VerificationLock> ReadLockAsync(CancellationToken cancellationToken) => _lockFile.ReadAsync(cancellationToken);

    internal Task UpdateLockAsync(Func<VerificationLock, VerificationLock> change, CancellationToken cancellationToken)
        => _lockFile.UpdateAsync(change, cancellationToken);

    /// <summary>Reads a file once. What is wrong with it is in its diagnostics.</summary>
    internal async Task<LibraryFile> LoadAsync(PlaybookPath path, CancellationToken cancellationToken)
    {
        SourceLocation location = new(path.Value, 0, 0);
        string full = Path.Combine(RootDirectory, path.Value);
        try
        {
            if (!File.Exists(full))
            {
                return Unreadable(path, Directory.Exists(full)
                    ? DiagnosticDescriptors.FileUnreadable.At(location, $"'{path}' is a folder, not a playbook")
                    : DiagnosticDescriptors.NotFound.At(location, $"Playbook '{path}' does not exist in '{RootDirectory}'"));
            }

            if (_root.Follow(path.Value) is not { } real)
            {
                return Outside(path, location);
            }

            long length = new FileInfo(real).Length;
            if (length > PlaybookReader.MaximumBytes)
            {
                return Unreadable(path, DiagnosticDescriptors.TooLarge.At(location, $"The file has {length:N0} bytes; at most {PlaybookReader.MaximumBytes:N0} are read"));
            }

            // What has no length is not opened: a named pipe would hold the caller up for ever.
            byte[]? bytes = length == 0 ? [] : await WholeFile.ReadAsync(real, length, _root, cancellationToken).ConfigureAwait(false);
            return bytes is null ? Outside(path, location) : LibraryFile.Of(path, bytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Unreadable(path, DiagnosticDescriptors.FileUnreadable.At(location, $"'{path}' cannot be read: {exception.Message}"));
        }
    }

    private static LibraryFile Outside(PlaybookPath path, SourceLocation location)
        => Unreadable(path, DiagnosticDescriptors.OutsideRoot.At(
            location, $"'{path}' is a link that leads out of the library's root folder", "Copy the playbook into the library."));

    private static LibraryFile Unreadable(PlaybookPath path, Diagnostic reason)
        => new() { Path = path, Content = ReadOnlyMemory<byte>.Empty, Sha256 = "", Diagnostics = [reason] };
}
