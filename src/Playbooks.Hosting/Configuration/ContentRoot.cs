using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Playbooks.Hosting;

/// <summary>
/// The folder at which relative paths of the options start: the host's content root, or the current folder without a
/// host.
/// </summary>
internal sealed class ContentRoot(IServiceProvider services)
{
    private readonly string _path = services.GetService<IHostEnvironment>()?.ContentRootPath ?? Directory.GetCurrentDirectory();

    /// <summary>Finds the fault of an option whose folder does not exist.</summary>
    public static IEnumerable<string> FolderFaults(string name, string path, string remedy)
        => string.IsNullOrWhiteSpace(path) ? [$"{name} is not set: {remedy}"]
            : Directory.Exists(path) ? []
            : [$"{name}: the folder '{path}' does not exist"];

    /// <summary>Makes a path absolute. An empty path stays empty, which is reported as a fault later.</summary>
    public string Resolve(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            return path;
        }

        bool fromHome = path == "~" || path.StartsWith("~/", StringComparison.Ordinal);
        return fromHome
            ? Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[1..])
            : Path.GetFullPath(path, _path);
    }
}
