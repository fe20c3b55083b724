using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Playbooks.Hosting;

/// <summary>The folder that relative paths of the options are taken from: the host's content root, or the current one without a host.</summary>
internal sealed class ContentRoot(IServiceProvider services)
{
    private readonly string _path = services.GetService<IHostEnvironment>()?.ContentRootPath ?? Directory.GetCurrentDirectory();

    public string Resolve(string path)
    {
        bool fromHome = path == "~" || path.StartsWith("~/", StringComparison.Ordinal);
        return fromHome
            ? Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[1..])
            : Path.GetFullPath(path, _path);
    }
}
