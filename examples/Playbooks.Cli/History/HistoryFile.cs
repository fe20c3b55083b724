using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Playbooks.Storage;

namespace Playbooks.Cli;

/// <summary>The file of the history. Only this class opens it.</summary>
internal sealed class HistoryFile
{
    private const string Variable = "PLAYBOOKS_HISTORY";

    private HistoryFile(string path, string? given)
    {
        FilePath = path;
        Given = given;
    }

    public string FilePath { get; }

    /// <summary>The value of <c>--history</c>, which suggested commands must repeat.</summary>
    public string? Given { get; }

    /// <param name="given">The file that the user named; null for none.</param>
    /// <param name="library">The library's folder.</param>
    /// <exception cref="UsageException">There is no place for the file.</exception>
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

    /// <summary>Opens the history. Nothing is created before the first run is stored.</summary>
    // Not inlined, so that only a history loads SQLite: see docs/performance.md, "Starting".
    [MethodImpl(MethodImplOptions.NoInlining)]
    public IExecutionStore Open() => SqlExecutionStore.Sqlite(FilePath);

    /// <summary>Opens a history to read it; null when it does not exist yet.</summary>
    /// <exception cref="UsageException">The user named a history that does not exist.</exception>
    public IExecutionStore? OpenExisting()
        => File.Exists(FilePath) || Directory.Exists(FilePath) ? Open()
            : Given is null ? null
            : throw new UsageException($"the history '{Given}' does not exist; 'playbooks run --history {CommandHints.Quoted(Given)}' begins one");

    /// <summary>
    /// The folder of the XDG specification for state: data that is kept between runs, but is neither configuration nor
    /// a cache.
    /// </summary>
    private static string StateFolder()
    {
        // The specification says that a relative path is ignored.
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

    /// <summary>
    /// The folder of a library, because runs name their playbooks by paths in it. It consists of the library's name and
    /// a digest of its path.
    /// </summary>
    private static string FolderOf(string library)
    {
        string name = Path.GetFileName(library.TrimEnd(Path.DirectorySeparatorChar));
        string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(library)))[..12];
        return name.Length is > 0 and <= 60 ? $"{name}-{digest}" : digest;
    }
}
