using Playbooks.Library;
using Playbooks.Reading;

namespace Playbooks;

/// <summary>
/// Stores playbooks in a folder, and their verification records beside them. No file outside the folder can be reached.
/// </summary>
internal sealed class LibraryFolder : ILibraryStore
{
    private static readonly EnumerationOptions Recursive = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 32,
        // Hidden folders do not hold playbooks, and links could leave the folder or form circles.
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint | FileAttributes.System,
    };

    private readonly RootFolder _root;
    private readonly VerificationLockFile _lockFile;

    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public LibraryFolder(string rootDirectory, TimeProvider timeProvider)
    {
        if (!Directory.Exists(rootDirectory))
        {
            throw new DirectoryNotFoundException(
                $"The library folder '{Path.GetFullPath(rootDirectory)}' does not exist");
        }

        _root = new RootFolder(rootDirectory);
        _lockFile = new VerificationLockFile(_root, timeProvider);
    }

    /// <summary>The absolute path of the folder, with its symbolic links resolved.</summary>
    public string RootDirectory => _root.RealPath;

    /// <summary>
    /// Gets the paths of all files that end in <c>.yaml</c> or <c>.yml</c>, in order, without hidden files and links.
    /// </summary>
    public IEnumerable<PlaybookPath> EnumeratePaths()
        => Directory.EnumerateFiles(RootDirectory, "*.y*ml", Recursive)
            .Where(file => Path.GetExtension(file) is ".yaml" or ".yml")
            .Select(file => Path.GetRelativePath(RootDirectory, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Order(StringComparer.Ordinal)
            .Select(path => PlaybookPath.TryParse(path, out PlaybookPath? parsed, out _) ? parsed : null)
            .OfType<PlaybookPath>();

    public Task<VerificationLock> ReadLockAsync(CancellationToken cancellationToken)
        => _lockFile.ReadAsync(cancellationToken);

    public Task UpdateLockAsync(Func<VerificationLock, VerificationLock> change, CancellationToken cancellationToken)
        => _lockFile.UpdateAsync(change, cancellationToken);

    public async Task<LibraryFile> LoadAsync(PlaybookPath path, CancellationToken cancellationToken)
    {
        SourceLocation location = new(path.Value, 0, 0);
        string full = Path.Combine(RootDirectory, path.Value);
        try
        {
            if (!File.Exists(full))
            {
                string missing = $"Playbook '{path}' does not exist in '{RootDirectory}'";
                return LibraryFile.Unreadable(path, Directory.Exists(full)
                    ? DiagnosticDescriptors.FileUnreadable.At(location, $"'{path}' is a folder, not a playbook")
                    : DiagnosticDescriptors.NotFound.At(location, missing));
            }

            if (_root.Follow(path.Value) is not { } real)
            {
                return Outside(path, location);
            }

            long length = new FileInfo(real).Length;
            if (length > PlaybookReader.MaximumBytes)
            {
                string problem = $"The file has {length:N0} bytes; at most {PlaybookReader.MaximumBytes:N0} are read";
                return LibraryFile.Unreadable(path, DiagnosticDescriptors.TooLarge.At(location, problem));
            }

            // A file without a length is not opened: opening a named pipe would block for ever.
            byte[]? bytes = length == 0
                ? []
                : await WholeFile.ReadAsync(real, length, _root, cancellationToken).ConfigureAwait(false);
            return bytes is null ? Outside(path, location) : LibraryFile.Of(path, bytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string problem = $"'{path}' cannot be read: {exception.Message}";
            return LibraryFile.Unreadable(path, DiagnosticDescriptors.FileUnreadable.At(location, problem));
        }
    }

    private static LibraryFile Outside(PlaybookPath path, SourceLocation location)
        => LibraryFile.Unreadable(path, DiagnosticDescriptors.OutsideRoot.At(
            location,
            $"'{path}' is a link that leads out of the library's root folder",
            "Copy the playbook into the library."));
}
