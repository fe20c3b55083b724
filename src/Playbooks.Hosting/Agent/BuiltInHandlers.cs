using Microsoft.Extensions.DependencyInjection;
using Playbooks.Agent;
using Playbooks.Agent.Discovery;
using Playbooks.Agent.Mapping;
using Playbooks.Ansible;

namespace Playbooks.Hosting;

/// <summary>Creates the handlers of the built-in work types.</summary>
internal static class BuiltInHandlers
{
    public static IEnumerable<IWorkHandler> Make(IServiceProvider provider, WorkBounds bounds)
    {
        yield return new RunComposedHandler(provider.GetRequiredService<PlaybookEngine>(), bounds);
        if (provider.GetService<AnsibleExecutor>() is not { } executor)
        {
            yield break;
        }

        AnsiblePlaybookCatalog catalog = provider.GetRequiredService<AnsiblePlaybookCatalog>();
        PlaybookAnalyzer analyzer = provider.GetRequiredService<PlaybookAnalyzer>();
        yield return new RunPlaybookHandler(executor, analyzer, bounds);
        yield return new DeployServiceHandler(executor, catalog, provider.GetRequiredService<IntentMapper>(), analyzer, bounds);
        yield return new DiscoverPlaybooksHandler(catalog);
        yield return new AnalyzePlaybookHandler(analyzer);
        yield return new GenerateTemplateHandler(executor.Repository, bounds);
    }
}
