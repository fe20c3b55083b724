using Playbooks.Storage;

namespace Playbooks.Cli;

/// <summary>The library of a command. Shows its paths relative to the current directory.</summary>
internal sealed class LibraryFolder
{
    private const string Records = "playbooks.lock.json";

    private LibraryFolder(string directory, string? given)
    {
        Library = new PlaybookLibrary(directory);
        Given = given;
    }

    public PlaybookLibrary Library { get; }

    /// <summary>The value of <c>--library</c>, which suggested commands must repeat.</summary>
    public string? Given { get; }

    /// <param name="given">The folder that the user named; null for none.</param>
    /// <exception cref="DirectoryNotFoundException">That folder does not exist.</exception>
    public static LibraryFolder Find(string? given)
    {
        if (given is not null)
        {
            return given.Length > 0 ? new LibraryFolder(given, given) : throw new UsageException("--library names no folder");
        }

        for (DirectoryInfo? folder = new(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Records)))
            {
                return new LibraryFolder(folder.FullName, given: null);
            }
        }

        return new LibraryFolder(Environment.CurrentDirectory, given: null);
    }

    /// <summary>
    /// Gets the path of a playbook in the library. The user names a file, or else a path from the library's root.
    /// </summary>
    /// <exception cref="UsageException">The file is outside the library.</exception>
    public string PathOf(string argument)
    {
        if (argument.Length == 0)
        {
            throw new UsageException("the path of the playbook is empty");
        }

        string full = Path.GetFullPath(argument);
        if (File.Exists(full) || Directory.Exists(full))
        {
            if (Library.PathOf(full) is string path)
            {
                return path;
            }

            if (Path.IsPathRooted(argument) || !Path.Exists(Path.Combine(Library.RootDirectory, argument)))
            {
                throw new UsageException($"'{argument}' is outside the library '{Library.RootDirectory}': name the library with --library, or copy the playbook into it");
            }
        }

        return Path.IsPathRooted(argument) ? Library.PathOf(full) ?? throw new UsageException($"'{argument}' does not exist") : argument;
    }

    /// <summary>Makes diagnostics whose files and commands are valid in the current directory.</summary>
    public IReadOnlyList<Diagnostic> Shown(IEnumerable<Diagnostic> diagnostics)
    {
        CommandHints hints = new() { Library = Given };
        return [.. diagnostics.Select(diagnostic => hints.Complete(Located(diagnostic)))];
    }

    private Diagnostic Located(Diagnostic diagnostic)
    {
        if (diagnostic.Location.File is not string file)
        {
            return diagnostic;
        }

        string full = Path.Combine(Library.RootDirectory, file);
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, full);
        return diagnostic with { Location = diagnostic.Location with { File = relative.Length <= full.Length ? relative : full } };
    }
}
