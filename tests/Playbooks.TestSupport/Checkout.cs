namespace Playbooks.TestSupport;

/// <summary>The checkout that the tests were built in: their output lies below it.</summary>
public static class Checkout
{
    /// <summary>The root folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>A path below the root folder.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Playbooks.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No Playbooks.sln above {AppContext.BaseDirectory}: run the tests from a checkout.");
    }
}
