using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Playbooks.Ansible;
using Playbooks.Agent;
using Playbooks.Storage;

namespace Playbooks.Hosting;

/// <summary>Adds the agent and its queue to an application's playbooks.</summary>
public static class AgentPlaybooksBuilderExtensions
{
    /// <summary>Registers an <see cref="InfrastructureAgent"/> and an <see cref="IWorkQueue"/> before it, which works as long as the host runs.</summary>
    /// <param name="builder">From <c>AddPlaybooks</c>.</param>
    /// <param name="configure">Sets options over the configuration; null for none.</param>
    /// <remarks>
    /// <para>The agent does <c>run_composed</c>, and with <c>AddAnsible</c>, in whatever order, <c>run_playbook</c>, <c>deploy_service</c>,
    /// <c>discover_playbooks</c>, <c>analyze_playbook</c> and <c>generate_template</c>; <see cref="AddWorkHandler{THandler}"/> adds to them.</para>
    /// <para>With a store of this package, results and waiting work outlive the process.</para>
    /// <para>Without a host, start the queue: <c>await provider.GetRequiredService&lt;WorkQueue&gt;().StartAsync()</c>.</para>
    /// </remarks>
    public static PlaybooksBuilder AddAgent(this PlaybooksBuilder builder, Action<AgentHostingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        builder.AddPart("Agent", AgentHostingOptions.Bind, configure, (_, options) => AgentHostingOptionsFaults.Find(options));
        services.TryAddSingleton<IWorkResultStore>(provider => Notes(provider) is { } notes ? new NoteWorkResultStore(notes) : new InMemoryWorkResultStore());
        services.TryAddSingleton(MakeAgent);
        services.TryAddSingleton(MakeQueue);
        services.TryAddSingleton<IWorkQueue>(provider => provider.GetRequiredService<WorkQueue>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, WorkQueueHost>());
        return builder;
    }

    /// <summary>Adds a work type. Its handler is made once, with what its constructor asks for; one for a work type that there is already takes its place.</summary>
    public static PlaybooksBuilder AddWorkHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(this PlaybooksBuilder builder)
        where THandler : class, IWorkHandler
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IWorkHandler, THandler>();
        return builder;
    }

    /// <summary>Adds a work type; one for a work type that there is already takes its place.</summary>
    public static PlaybooksBuilder AddWorkHandler(this PlaybooksBuilder builder, IWorkHandler handler)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(handler);
        builder.Services.AddSingleton(handler);
        return builder;
    }

    private static InfrastructureAgent MakeAgent(IServiceProvider provider)
    {
        AgentHostingOptions options = provider.GetValid<AgentHostingOptions>();
        Dictionary<string, IWorkHandler> handlers = new(StringComparer.Ordinal);
        foreach (IWorkHandler handler in (IEnumerable<IWorkHandler>)[.. BuiltInHandlers.Make(provider, options), .. provider.GetServices<IWorkHandler>()])
        {
            // What is added later counts, as everywhere in a container.
            handlers[handler.WorkType] = handler;
        }

        return new InfrastructureAgent(handlers.Values, new InfrastructureAgentOptions
        {
            AgentId = options.AgentId,
            MaximumRequestBytes = options.MaximumRequestBytes,
            Results = provider.GetRequiredService<IWorkResultStore>(),
            TimeProvider = provider.GetRequiredService<TimeProvider>(),
            Logger = provider.GetService<ILogger<InfrastructureAgent>>() ?? NullLogger<InfrastructureAgent>.Instance,
        });
    }

    private static WorkQueue MakeQueue(IServiceProvider provider)
    {
        AgentHostingOptions options = provider.GetValid<AgentHostingOptions>();
        AnsibleExecutor? executor = provider.GetService<AnsibleExecutor>();
        return new WorkQueue(provider.GetRequiredService<InfrastructureAgent>(), new WorkQueueOptions
        {
            Workers = options.Workers,
            Limit = options.QueueLimit,
            AgingInterval = options.AgingInterval,
            FinishWithin = options.FinishWithin,
            ConcurrencyKey = request => WorkKeys.Of(request, executor?.Repository),
            Notes = Notes(provider),
            Results = provider.GetRequiredService<IWorkResultStore>(),
            TimeProvider = provider.GetRequiredService<TimeProvider>(),
            Logger = provider.GetService<ILogger<WorkQueue>>() ?? NullLogger<WorkQueue>.Instance,
        });
    }

    // A store of the application's own may keep runs and no notes.
    private static INoteStore? Notes(IServiceProvider provider) => provider.GetService<IExecutionStore>() as INoteStore;
}
