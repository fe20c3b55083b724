using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Playbooks.Storage;

namespace Playbooks.Cli;

/// <summary>The file of the history, and the one place that opens it.</summary>
internal sealed class HistoryFile
{
    private const string Variable = "PLAYBOOKS_HISTORY";

    private HistoryFile(string path, string? given)
    {
        FilePath = path;
        Given = given;
    }

    public string FilePath { get; }

    /// <summary>What was named with <c>--history</c>, which commands that are suggested have to name too.</summary>
    public string? Given { get; }

    /// <param name="given">What the user named, if anything.</param>
    /// <param name="library">The library's folder.</param>
    /// <exception cref="UsageException">No place can be found.</exception>
    public static HistoryFile Find(string? given, string library)
    {
        if (given is not null)
        {
            return given.Length > 0 ? new HistoryFile(Path.GetFullPath(given), given) : throw new UsageException("--history names no file");
        }

        return Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
            ? new HistoryFile(Path.GetFullPath(named), given: null)
            : new HistoryFile(Path.Combine(StateFolder(), "playbooks", FolderOf(library), "history.db"), given: null);
    }

    /// <summary>The history; nothing is made before the first run is entered.</summary>
    // Not inlined, so that only a history loads SQLite: see docs/performance.md, "Starting".
    [MethodImpl(MethodImplOptions.NoInlining)]
    public IExecutionStore Open() => SqlExecutionStore.Sqlite(FilePath);

    /// <summary>A history to read; null where none was begun yet.</summary>
    /// <exception cref="UsageException">One was named that does not exist.</exception>
    public IExecutionStore? OpenExisting()
        => File.Exists(FilePath) || Directory.Exists(FilePath) ? Open()
            : Given is null ? null
            : throw new UsageException($"the history '{Given}' does not exist; 'playbooks run --history {CommandHints.Quoted(Given)}' begins one");

    /// <summary>Where XDG wants what is kept between runs, and is neither configuration nor anything that can be made again.</summary>
    private static string StateFolder()
    {
        // As the specification says, a relative one does not count.
        if (Environment.GetEnvironmentVariable("XDG_STATE_HOME") is string state && Path.IsPathRooted(state))
        {
            return state;
        }

        if (OperatingSystem.IsWindows())
        {
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        }

        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 0
            ? Path.Combine(home, ".local", "state")
            : throw new UsageException($"there is no home directory to keep the history in: name a file with --history or {Variable}, or use --no-history");
    }

    /// <summary>A library's own, since runs know their playbooks by paths in it: its name for people, a digest of its place to tell it from others.</summary>
    private static string FolderOf(string library)
    {
        string name = Path.GetFileName(library.TrimEnd(Path.DirectorySeparatorChar));
        string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(library)))[..12];
        return name.Length is > 0 and <= 60 ? $"{name}-{digest}" : digest;
    }
}
