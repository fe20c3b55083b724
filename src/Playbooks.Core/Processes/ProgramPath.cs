namespace Playbooks.Processes;

/// <summary>Finds a program as a shell would, in the environment that the program is going to have.</summary>
internal static class ProgramPath
{
    public static string Find(ProcessRequest request)
    {
        if (request.WorkingDirectory is { } folder && !Directory.Exists(folder))
        {
            throw new ProcessStartException(request.FileName, $"'{request.FileName}' could not be started: the working folder '{folder}' does not exist.");
        }

        return TryFind(request.FileName, request.Environment) ?? throw new ProcessStartException(
            request.FileName,
            $"The program '{request.FileName}' was not found{Where(request)}. {request.NotFoundHint ?? "Install it, or give its full path."}");
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

    private static bool IsExecutable(string path)
        => File.Exists(path)
            && !OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != UnixFileMode.None;

    private static string Where(ProcessRequest request)
        => request.FileName.Contains('/', StringComparison.Ordinal) ? "" : $" in the PATH '{request.Environment.GetValueOrDefault("PATH", "")}'";
}
