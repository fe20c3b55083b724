using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Playbooks.Agent;
using Playbooks.Agent.Mapping;

namespace Playbooks.Hosting;

/// <summary>
/// The options of an application's agent, of its queue and of its tools. In the configuration they are in the section
/// <c>Playbooks:Agent</c>.
/// </summary>
public sealed class AgentHostingOptions : InfrastructureAgentOptions
{
    /// <summary>The options of the agent's queue.</summary>
    public WorkQueueOptions Queue { get; } = new();

    /// <summary>The bounds of a request.</summary>
    public WorkBounds Bounds { get; } = new();

    /// <summary>The options of the mapper, which finds the Ansible playbook that an intent means.</summary>
    public IntentMapperOptions Mapper { get; } = new();

    /// <summary>The options of <c>analyze_playbook</c>.</summary>
    public PlaybookAnalyzerOptions Analyzer { get; } = new();

    internal static OptionsPart<AgentHostingOptions> Part { get; } = new()
    {
        Name = "Agent",
        TakeServices = TakeServices,
        Bind = Bind,
        FindFaults = static options =>
        [
            .. options.FindFaults(),
            .. options.Queue.FindFaults().Select(fault => $"{nameof(Queue)}:{fault}"),
            .. options.Bounds.FindFaults().Select(fault => $"{nameof(Bounds)}:{fault}"),
            .. options.Mapper.FindFaults().Select(fault => $"{nameof(Mapper)}:{fault}"),
            .. options.Analyzer.FindFaults().Select(fault => $"{nameof(Analyzer)}:{fault}"),
        ],
    };

    private static void TakeServices(IServiceProvider services, AgentHostingOptions options)
    {
        options.TimeProvider = options.Queue.TimeProvider = options.Analyzer.TimeProvider = services.GetRequiredService<TimeProvider>();
        options.Logger = services.GetService<ILogger<InfrastructureAgent>>() ?? options.Logger;
        options.Queue.Logger = services.GetService<ILogger<WorkQueue>>() ?? options.Queue.Logger;
        options.Mapper.Logger = services.GetService<ILogger<IntentMapper>>() ?? options.Mapper.Logger;
    }

    private static void Bind(OptionsSection section, AgentHostingOptions options)
    {
        section.Text(nameof(AgentId), value => options.AgentId = value);
        section.Number(nameof(MaximumRequestBytes), value => options.MaximumRequestBytes = value);
        section.Section(nameof(Queue), below => Bind(below, options.Queue));
        section.Section(nameof(Bounds), below => Bind(below, options.Bounds));
        section.Section(nameof(Mapper), below => Bind(below, options.Mapper));
        section.Section(nameof(Analyzer), below => Bind(below, options.Analyzer));
    }

    private static void Bind(OptionsSection section, WorkQueueOptions options)
    {
        section.Number(nameof(options.Workers), value => options.Workers = value);
        section.Number(nameof(options.Limit), value => options.Limit = value);
        section.Time(nameof(options.AgingInterval), value => options.AgingInterval = value);
        section.Time(nameof(options.FinishWithin), value => options.FinishWithin = value);
        section.Names(nameof(options.RepeatableWorkTypes), options.RepeatableWorkTypes);
    }

    private static void Bind(OptionsSection section, WorkBounds options)
    {
        section.Flag(nameof(options.AllowConnectionVariables), value => options.AllowConnectionVariables = value);
        section.Flag(nameof(options.AllowTemplates), value => options.AllowTemplates = value);
        section.Flag(nameof(options.AllowInventoryHosts), value => options.AllowInventoryHosts = value);
        section.Flag(nameof(options.AllowInventoryPrograms), value => options.AllowInventoryPrograms = value);
        section.Flag(nameof(options.AllowUnverifiedPlaybooks), value => options.AllowUnverifiedPlaybooks = value);
        section.Time(nameof(options.MaximumTimeout), value => options.MaximumTimeout = value);
        section.Number(nameof(options.MaximumForks), value => options.MaximumForks = value);
    }

    private static void Bind(OptionsSection section, IntentMapperOptions options)
    {
        section.Fraction(nameof(options.Threshold), value => options.Threshold = value);
        section.Fraction(nameof(options.Margin), value => options.Margin = value);
        section.Number(nameof(options.CachedVectors), value => options.CachedVectors = value);
    }

    private static void Bind(OptionsSection section, PlaybookAnalyzerOptions options)
    {
        section.Text(nameof(options.LintProgram), value => options.LintProgram = value);
        section.Time(nameof(options.Timeout), value => options.Timeout = value);
        section.Number(nameof(options.MaximumFindings), value => options.MaximumFindings = value);
        section.Map(nameof(options.Environment), options.Environment);
    }
}
