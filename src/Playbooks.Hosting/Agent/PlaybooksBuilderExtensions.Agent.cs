using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Playbooks.Agent;
using Playbooks.Agent.Mapping;
using Playbooks.Ansible;
using Playbooks.Storage;

namespace Playbooks.Hosting;

public static partial class PlaybooksBuilderExtensions
{
    /// <summary>
    /// Registers an <see cref="InfrastructureAgent"/> and its <see cref="IWorkQueue"/>, which works as long as the host
    /// runs.
    /// </summary>
    /// <param name="builder">The result of <c>AddPlaybooks</c>.</param>
    /// <param name="configure">Sets options over the configuration; null for none.</param>
    /// <remarks>
    /// <para>The agent does <c>run_composed</c>. With <c>AddAnsible</c>, before or after this call, it also does
    /// <c>run_playbook</c>, <c>deploy_service</c>, <c>discover_playbooks</c>, <c>analyze_playbook</c> and
    /// <c>generate_template</c>. <see cref="AddWorkHandler{THandler}"/> adds further work types.</para>
    /// <para>With a store of this package, results and waiting work survive the process.</para>
    /// <para>Without a host, start the queue:
    /// <c>await provider.GetRequiredService&lt;WorkQueue&gt;().StartAsync()</c>.</para>
    /// </remarks>
    public static PlaybooksBuilder AddAgent(this PlaybooksBuilder builder, Action<AgentHostingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        builder.AddPart(AgentHostingOptions.Part, configure);
        services.TryAddSingleton<IWorkResultStore>(provider => Notes(provider) is { } notes ? new NoteWorkResultStore(notes) : new InMemoryWorkResultStore());
        services.TryAddSingleton(MakeMapper);
        services.TryAddSingleton(MakeAnalyzer);
        services.TryAddSingleton(MakeAgent);
        services.TryAddSingleton(MakeQueue);
        services.TryAddSingleton<IWorkQueue>(provider => provider.GetRequiredService<WorkQueue>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, WorkQueueHost>());
        return builder;
    }

    /// <summary>
    /// Adds a work type, or replaces the handler of an existing one. The handler is created once, by dependency
    /// injection.
    /// </summary>
    public static PlaybooksBuilder AddWorkHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(this PlaybooksBuilder builder)
        where THandler : class, IWorkHandler
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IWorkHandler, THandler>();
        return builder;
    }

    /// <summary>Adds a work type, or replaces the handler of an existing one.</summary>
    public static PlaybooksBuilder AddWorkHandler(this PlaybooksBuilder builder, IWorkHandler handler)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(handler);
        builder.Services.AddSingleton(handler);
        return builder;
    }

    private static InfrastructureAgent MakeAgent(IServiceProvider provider)
    {
        AgentHostingOptions options = AgentOptions(provider);
        options.Results ??= provider.GetRequiredService<IWorkResultStore>();
        Dictionary<string, IWorkHandler> handlers = new(StringComparer.Ordinal);
        foreach (IWorkHandler handler in (IEnumerable<IWorkHandler>)[.. BuiltInHandlers.Make(provider, options.Bounds), .. provider.GetServices<IWorkHandler>()])
        {
            // The last handler wins, as with other services of a container.
            handlers[handler.WorkType] = handler;
        }

        return new InfrastructureAgent(handlers.Values, options);
    }

    private static WorkQueue MakeQueue(IServiceProvider provider)
    {
        InfrastructureAgent agent = provider.GetRequiredService<InfrastructureAgent>();
        AnsibleExecutor? executor = provider.GetService<AnsibleExecutor>();
        WorkQueueOptions options = AgentOptions(provider).Queue;
        options.ConcurrencyKey ??= request => WorkKeys.Of(request, executor?.Repository);
        options.Notes ??= Notes(provider);
        options.Results ??= AgentOptions(provider).Results;
        return new WorkQueue(agent, options);
    }

    private static IntentMapper MakeMapper(IServiceProvider provider)
    {
        IntentMapperOptions options = AgentOptions(provider).Mapper;
        options.EmbeddingGenerator ??= provider.GetService<IEmbeddingGenerator<string, Embedding<float>>>();
        foreach (IIntentMatcher matcher in provider.GetServices<IIntentMatcher>())
        {
            options.Matchers.Add(matcher);
        }

        return new IntentMapper(options);
    }

    private static PlaybookAnalyzer MakeAnalyzer(IServiceProvider provider)
        => new(provider.GetRequiredService<AnsibleExecutor>().Repository, AgentOptions(provider).Analyzer);

    private static AgentHostingOptions AgentOptions(IServiceProvider provider) => provider.GetValid<AgentHostingOptions>();

    // An application's own store may keep runs but no notes.
    private static INoteStore? Notes(IServiceProvider provider) => provider.GetService<IExecutionStore>() as INoteStore;
}
