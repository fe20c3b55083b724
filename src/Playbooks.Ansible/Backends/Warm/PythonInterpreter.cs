using System.Text;

namespace Playbooks.Ansible.Backends.Warm;

/// <summary>The Python interpreter that the first line of a script names.</summary>
/// <param name="Script">The script, absolute.</param>
/// <param name="Program">The interpreter, absolute.</param>
/// <param name="Arguments">The interpreter's arguments before the script.</param>
internal sealed record PythonInterpreter(string Script, string Program, IReadOnlyList<string> Arguments)
{
    private const int LongestHead = 1024;

    // pip writes this when the interpreter's path is too long for the kernel, or has a space in it. It is a text for
    // Python and a command for a shell.
    private const string ShellTrick = "'''exec' ";

    /// <summary>Finds the interpreter; null when the script is not a Python script, such as a wrapper in another
    /// language.</summary>
    public static PythonInterpreter? Find(string program, IReadOnlyDictionary<string, string> environment)
    {
        string path = environment.GetValueOrDefault("PATH", "");
        if (Executable(program, path) is not { } script)
        {
            return null;
        }

        string[] lines = Head(script).Split('\n');
        if (!lines[0].StartsWith("#!", StringComparison.Ordinal))
        {
            return null;
        }

        string[] words = lines[0][2..].Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
        if (words is ["/bin/sh", ..] && lines.Length > 1 && lines[1].StartsWith(ShellTrick, StringComparison.Ordinal))
        {
            string rest = lines[1][ShellTrick.Length..].TrimStart();
            words =
                rest.StartsWith('"') && rest.IndexOf('"', 1) is > 0 and int end ? [rest[1..end]] : [rest.Split(' ')[0]];
        }
        else if (words is [var env, .. var named] && Path.GetFileName(env) == "env")
        {
            words = named is ["-S", .. var split] ? split : named;
        }

        return words is [var interpreter, .. var arguments]
            && Path.GetFileName(interpreter).StartsWith("python", StringComparison.Ordinal)
            && Executable(interpreter, path) is { } found
                ? new PythonInterpreter(script, found, arguments)
                : null;
    }

    private static string? Executable(string program, string path)
        => program.Contains('/', StringComparison.Ordinal)
            ? Existing(Path.GetFullPath(program))
            : path.Split(':', StringSplitOptions.RemoveEmptyEntries)
                .Select(folder => Existing(Path.Combine(folder, program)))
                .FirstOrDefault(found => found is not null);

    private static string? Existing(string path)
        => File.Exists(path)
            && (OperatingSystem.IsWindows()
                || (File.GetUnixFileMode(path)
                    & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute))
                != UnixFileMode.None)
                ? path
                : null;

    private static string Head(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            byte[] head = new byte[LongestHead];
            return Encoding.UTF8.GetString(head, 0, stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
