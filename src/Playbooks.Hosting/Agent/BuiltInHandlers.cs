using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Playbooks.Ansible;
using Playbooks.Agent;
using Playbooks.Agent.Discovery;
using Playbooks.Agent.Mapping;

namespace Playbooks.Hosting;

/// <summary>The work types that an agent does by itself.</summary>
internal static class BuiltInHandlers
{
    public static IEnumerable<IWorkHandler> Make(IServiceProvider provider, AgentHostingOptions options)
    {
        yield return new RunComposedHandler(provider.GetRequiredService<PlaybookEngine>(), options.Bounds);
        if (provider.GetService<AnsibleExecutor>() is not { } executor)
        {
            yield break;
        }

        AnsiblePlaybookCatalog catalog = provider.GetRequiredService<AnsiblePlaybookCatalog>();
        PlaybookAnalyzer analyzer = new(executor.Repository, new PlaybookAnalyzerOptions { LintProgram = options.LintProgram, TimeProvider = provider.GetRequiredService<TimeProvider>() });
        yield return new RunPlaybookHandler(executor, analyzer, options.Bounds);
        yield return new DeployServiceHandler(executor, catalog, provider.GetService<IntentMapper>() ?? Mapper(provider), analyzer, options.Bounds);
        yield return new DiscoverPlaybooksHandler(catalog);
        yield return new AnalyzePlaybookHandler(analyzer);
        yield return new GenerateTemplateHandler(executor.Repository, options.Bounds);
    }

    private static IntentMapper Mapper(IServiceProvider provider) => new(new IntentMapperOptions
    {
        Logger = provider.GetService<ILogger<IntentMapper>>() ?? NullLogger<IntentMapper>.Instance,
    });
}
