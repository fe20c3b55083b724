using System.Globalization;
using System.Security.Cryptography;

namespace Playbooks.Ansible.Backends;

/// <summary>The private folder of one run. Only its owner can read it, and it is removed after the run.</summary>
internal sealed class RunDirectory
{
    // A socket's path can have 107 characters at most, and ssh adds up to 40 to the path of its control folder.
    private const int LongestSocketBase = 40;

    private RunDirectory(string path) => Root = path;

    public string Root { get; }

    /// <summary>The files that are written for a run and hold its vars and passwords.</summary>
    public IEnumerable<string> InputFiles
        =>
        [
            .. Directory.EnumerateFiles(Root, "extravars*.json"),
            VaultPasswordFile, BecomePasswordFile, ConnectionPasswordFile,
        ];

    public string VaultPasswordFile => Path.Combine(Root, "vault-password");

    public string BecomePasswordFile => Path.Combine(Root, "become-password");

    public string ConnectionPasswordFile => Path.Combine(Root, "connection-password");

    /// <summary>The path of the socket to which our callback plugin sends its records.</summary>
    public string EventSocket => Path.Combine(Root, "events");

    /// <summary>The folder of our callback plugin.</summary>
    public string Plugins => Path.Combine(Root, "plugins");

    public string Artifacts => Path.Combine(Root, "artifacts");

    /// <summary>The folder for the sockets of ssh's shared connections.</summary>
    public string Sockets => Path.Combine(Root, "cp");

    /// <summary>True when ssh has kept sockets there.</summary>
    public bool HoldsSockets => Directory.EnumerateFileSystemEntries(Sockets).Any();

    /// <summary>Ansible's own temporary files on this machine.</summary>
    public string LocalTemp => Path.Combine(Root, "tmp");

    /// <summary>Gets the path of a file of extra vars. Ansible reads these files in the order of their
    /// numbers.</summary>
    public string ExtraVarsFile(int number)
        => Path.Combine(Root, string.Create(CultureInfo.InvariantCulture, $"extravars{number}.json"));

    /// <summary>Makes a path that cannot be guessed, for a private folder with sockets in it.</summary>
    public static string NewPath()
    {
        string parent = Path.GetTempPath();
        if (parent.Length > LongestSocketBase && Directory.Exists("/tmp"))
        {
            parent = "/tmp";
        }

        return Path.Combine(parent, $"pb-{RandomNumberGenerator.GetHexString(12, lowercase: true)}");
    }

    /// <summary>Chooses a folder among the system's temporary files. It does not exist yet.</summary>
    public static RunDirectory Choose() => new(NewPath());

    /// <summary>Makes the folder. <see cref="Delete"/> removes it, even half made.</summary>
    /// <exception cref="IOException">There is no room for it, or no folder of that name.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the folder above is denied.</exception>
    public void Create()
    {
        CreatePrivate(Root);
        CreatePrivate(Path.Combine(Root, "env"));
        CreatePrivate(Artifacts);
        CreatePrivate(Sockets);
        CreatePrivate(LocalTemp);
    }

    /// <summary>Writes a file that only its owner can read, from its creation on.</summary>
    public static async Task WriteFileAsync(
        string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
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
        FileStreamOptions options =
            new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    /// <summary>Creates a folder that only its owner can read.</summary>
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

    /// <summary>Removes the folder and its content, if it was made.</summary>
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
