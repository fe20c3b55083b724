using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Playbooks.Hosting;

/// <summary>The folder that relative paths of the options are taken from: the host's content root, or the current one without a host.</summary>
internal sealed class ContentRoot(IServiceProvider services)
{
    private readonly string _path = services.GetService<IHostEnvironment>()?.ContentRootPath ?? Directory.GetCurrentDirectory();

    /// <summary>Finds out if an option names a folder that is there.</summary>
    public static IEnumerable<string> FolderFaults(string name, string path, string remedy)
        => string.IsNullOrWhiteSpace(path) ? [$"{name} is not set: {remedy}"]
            : Directory.Exists(path) ? []
            : [$"{name}: the folder '{path}' does not exist"];

    /// <summary>Makes a path absolute. What is empty stays so, and is a fault later.</summary>
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
