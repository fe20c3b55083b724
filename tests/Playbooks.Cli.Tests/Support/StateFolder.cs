using System.Diagnostics;

namespace Playbooks.Cli.Tests.Support;

/// <summary>Where the program keeps its histories in these tests: not in the home of whoever runs them.</summary>
internal static class StateFolder
{
    public static string Folder { get; } = Make();

    public static void SetIn(ProcessStartInfo start)
    {
        start.Environment["XDG_STATE_HOME"] = Folder;
        start.Environment.Remove("PLAYBOOKS_HISTORY");
    }

    private static string Make()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("playbooks-state-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        return folder.FullName;
    }
}
