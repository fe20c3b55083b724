using Playbooks.Storage;

namespace Playbooks.Cli;

/// <summary>The library that a command works on, and how its paths look from the current directory.</summary>
internal sealed class LibraryFolder
{
    private const string Records = "playbooks.lock.json";

    private LibraryFolder(string directory, string? given)
    {
        Library = new PlaybookLibrary(directory);
        Given = given;
    }

    public PlaybookLibrary Library { get; }

    /// <summary>What was named with <c>--library</c>, which commands that are suggested have to name too.</summary>
    public string? Given { get; }

    /// <param name="given">What the user named, if anything.</param>
    /// <exception cref="DirectoryNotFoundException">That does not exist.</exception>
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

    /// <summary>The path in the library of a playbook as the user named it: a file, as in any command, or else a path from the library's root.</summary>
    /// <exception cref="UsageException">It is a file outside the library.</exception>
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

    /// <summary>Diagnostics whose files can be opened, and whose commands work, from the current directory.</summary>
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
