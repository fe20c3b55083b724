using System.Runtime.CompilerServices;

namespace Playbooks.Acceptance.Tests.Packages;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find([CallerFilePath] string here = "")
    {
        // Deterministic builds map the source path away; the output folder lies in the checkout too.
        DirectoryInfo? folder = new(File.Exists(here) ? Path.GetDirectoryName(here)! : AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Playbooks.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No Playbooks.sln above {AppContext.BaseDirectory}: run the tests from a checkout.");
    }
}
