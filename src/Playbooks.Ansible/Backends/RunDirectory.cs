using System.Globalization;
using System.Security.Cryptography;

namespace Playbooks.Ansible.Backends;

/// <summary>The private folder of one run: only its owner may look into it, and it is gone afterwards.</summary>
internal sealed class RunDirectory
{
    // A socket's path must not be longer than 107 characters, and ssh adds up to 40 to that of its control folder.
    private const int LongestSocketBase = 40;

    private RunDirectory(string path) => Root = path;

    public string Root { get; }

    /// <summary>The files that are written for a run and hold its vars and passwords.</summary>
    public IEnumerable<string> InputFiles
        => [.. Directory.EnumerateFiles(Root, "extravars*.json"), VaultPasswordFile, BecomePasswordFile, ConnectionPasswordFile];

    public string VaultPasswordFile => Path.Combine(Root, "vault-password");

    public string BecomePasswordFile => Path.Combine(Root, "become-password");

    public string ConnectionPasswordFile => Path.Combine(Root, "connection-password");

    /// <summary>Where our callback plugin sends its records.</summary>
    public string EventSocket => Path.Combine(Root, "events");

    /// <summary>Where our callback plugin lies.</summary>
    public string Plugins => Path.Combine(Root, "plugins");

    public string Artifacts => Path.Combine(Root, "artifacts");

    /// <summary>Where ssh keeps the sockets of its shared connections.</summary>
    public string Sockets => Path.Combine(Root, "cp");

    /// <summary>Whether ssh has kept sockets there.</summary>
    public bool HoldsSockets => Directory.EnumerateFileSystemEntries(Sockets).Any();

    /// <summary>Ansible's own temporary files on this machine.</summary>
    public string LocalTemp => Path.Combine(Root, "tmp");

    /// <summary>A file of extra vars; Ansible reads them in the order of their numbers.</summary>
    public string ExtraVarsFile(int number) => Path.Combine(Root, string.Create(CultureInfo.InvariantCulture, $"extravars{number}.json"));

    /// <summary>A path that nobody can guess, for a private folder with sockets in it.</summary>
    public static string NewPath()
    {
        string parent = Path.GetTempPath();
        if (parent.Length > LongestSocketBase && Directory.Exists("/tmp"))
        {
            parent = "/tmp";
        }

        return Path.Combine(parent, $"pb-{RandomNumberGenerator.GetHexString(12, lowercase: true)}");
    }

    /// <summary>Chooses one among the system's temporary files; it does not exist yet.</summary>
    public static RunDirectory Choose() => new(NewPath());

    /// <summary>Makes the folder. <see cref="Delete"/> removes it, half made too.</summary>
    /// <exception cref="IOException">There is no room for it, or no folder of that name.</exception>
    /// <exception cref="UnauthorizedAccessException">That may not be written to.</exception>
    public void Create()
    {
        CreatePrivate(Root);
        CreatePrivate(Path.Combine(Root, "env"));
        CreatePrivate(Artifacts);
        CreatePrivate(Sockets);
        CreatePrivate(LocalTemp);
    }

    /// <summary>Writes a file that only its owner can read, from its first moment on.</summary>
    public static async Task WriteFileAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        FileStream stream = CreateFile(path);
        await using (stream.ConfigureAwait(false))
        {
            await stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Creates a file that only its owner can read.</summary>
    public static FileStream CreateFile(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    /// <summary>Creates a folder that only its owner can look into.</summary>
    public static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Removes all of it, if it was made.</summary>
    /// <exception cref="IOException">Something in it could not be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">Something in it could not be removed.</exception>
    public void Delete()
    {
        if (Directory.Exists(Root))
        {
            Directory.Delete(Root, recursive: true);
        }
    }
}
