namespace Playbooks.Processes;

/// <summary>Finds a program as a shell would, in the environment that the program will get.</summary>
internal static class ProgramPath
{
    private const UnixFileMode AnyExecute
        = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static string Find(ProcessRequest request)
    {
        if (request.WorkingDirectory is { } folder && !Directory.Exists(folder))
        {
            throw new ProcessStartException(
                request.FileName,
                $"'{request.FileName}' could not be started: the working folder '{folder}' does not exist.");
        }

        return TryFind(request.FileName, request.Environment) ?? throw new ProcessStartException(
            request.FileName,
            $"The program '{request.FileName}' was not found{Where(request)}. "
            + (request.NotFoundHint ?? "Install it, or give its full path."));
    }

    public static string? TryFind(string fileName, IReadOnlyDictionary<string, string> environment)
    {
        if (OperatingSystem.IsWindows())
        {
            return fileName;
        }

        if (fileName.Contains('/', StringComparison.Ordinal))
        {
            return IsExecutable(fileName) ? Path.GetFullPath(fileName) : null;
        }

        return environment.GetValueOrDefault("PATH", "")
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, fileName))
            .FirstOrDefault(IsExecutable);
    }

    /// <summary>
    /// Finds a Python that starts quickly, in a program's PATH or else in this process's own; null when there is none.
    /// </summary>
    /// <remarks>
    /// Only binaries count: the scripts of that name that version managers install take several times as long to start.
    /// </remarks>
    public static string? TryFindPython(IReadOnlyDictionary<string, string> environment)
        => new[] { environment.GetValueOrDefault("PATH"), Environment.GetEnvironmentVariable("PATH") }
            .OfType<string>()
            .SelectMany(path => path.Split(':', StringSplitOptions.RemoveEmptyEntries))
            .Distinct(StringComparer.Ordinal)
            .Select(folder => Path.Combine(folder, "python3"))
            .FirstOrDefault(file => IsExecutable(file) && IsBinary(file));

    private static bool IsBinary(string path)
    {
        Span<byte> beginning = stackalloc byte[4];
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            return file.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false) == beginning.Length
                && beginning.SequenceEqual("\u007fELF"u8);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsExecutable(string path)
        => File.Exists(path)
            && !OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(path) & AnyExecute) != UnixFileMode.None;

    private static string Where(ProcessRequest request)
        => request.FileName.Contains('/', StringComparison.Ordinal)
            ? ""
            : $" in the PATH '{request.Environment.GetValueOrDefault("PATH", "")}'";
}
