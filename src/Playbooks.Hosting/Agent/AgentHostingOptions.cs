using Playbooks.Agent;

namespace Playbooks.Hosting;

/// <summary>What an application says about its agent and the queue before it, in the configuration under <c>Playbooks:Agent</c>.</summary>
public sealed class AgentHostingOptions
{
    /// <summary>The name under which the agent signs its results, and under which its queue is kept in the store: each process over one store needs its own.</summary>
    public string AgentId { get; set; } = new InfrastructureAgentOptions().AgentId;

    /// <summary>The largest request that it takes, in bytes of JSON.</summary>
    /// <value>1,000 to 64 MiB; 1 MiB by default.</value>
    public int MaximumRequestBytes { get; set; } = 1024 * 1024;

    /// <summary>The program <c>ansible-lint</c>: a name that is looked up in <c>PATH</c>, or a path.</summary>
    public string LintProgram { get; set; } = "ansible-lint";

    /// <inheritdoc cref="WorkQueueOptions.Workers"/>
    public int Workers { get; set; } = WorkQueueOptions.DefaultWorkers;

    /// <inheritdoc cref="WorkQueueOptions.Limit"/>
    public int QueueLimit { get; set; } = WorkQueueOptions.DefaultLimit;

    /// <inheritdoc cref="WorkQueueOptions.AgingInterval"/>
    public TimeSpan AgingInterval { get; set; } = WorkQueueOptions.DefaultAgingInterval;

    /// <inheritdoc cref="WorkQueueOptions.FinishWithin"/>
    public TimeSpan FinishWithin { get; set; } = WorkQueueOptions.DefaultFinishWithin;

    /// <inheritdoc cref="WorkBounds.AllowConnectionVariables"/>
    public bool AllowConnectionVariables { get; set; }

    /// <inheritdoc cref="WorkBounds.AllowTemplates"/>
    public bool AllowTemplates { get; set; }

    /// <inheritdoc cref="WorkBounds.AllowInventoryHosts"/>
    public bool AllowInventoryHosts { get; set; }

    /// <inheritdoc cref="WorkBounds.AllowUnverifiedPlaybooks"/>
    public bool AllowUnverifiedPlaybooks { get; set; }

    /// <summary>The longest time limit that a request may set.</summary>
    /// <value>More than zero, at most 49 days; one day by default.</value>
    public TimeSpan MaximumTimeout { get; set; } = TimeSpan.FromDays(1);

    /// <inheritdoc cref="WorkBounds.MaximumForks"/>
    public int MaximumForks { get; set; } = 100;

    internal WorkBounds Bounds => new()
    {
        AllowConnectionVariables = AllowConnectionVariables,
        AllowTemplates = AllowTemplates,
        AllowInventoryHosts = AllowInventoryHosts,
        AllowUnverifiedPlaybooks = AllowUnverifiedPlaybooks,
        MaximumTimeout = MaximumTimeout,
        MaximumForks = MaximumForks,
    };

    internal static void Bind(OptionsSection section, AgentHostingOptions options)
    {
        section.Text(nameof(AgentId), value => options.AgentId = value);
        section.Number(nameof(MaximumRequestBytes), value => options.MaximumRequestBytes = value);
        section.Text(nameof(LintProgram), value => options.LintProgram = value);
        section.Number(nameof(Workers), value => options.Workers = value);
        section.Number(nameof(QueueLimit), value => options.QueueLimit = value);
        section.Time(nameof(AgingInterval), value => options.AgingInterval = value);
        section.Time(nameof(FinishWithin), value => options.FinishWithin = value);
        section.Flag(nameof(AllowConnectionVariables), value => options.AllowConnectionVariables = value);
        section.Flag(nameof(AllowTemplates), value => options.AllowTemplates = value);
        section.Flag(nameof(AllowInventoryHosts), value => options.AllowInventoryHosts = value);
        section.Flag(nameof(AllowUnverifiedPlaybooks), value => options.AllowUnverifiedPlaybooks = value);
        section.Time(nameof(MaximumTimeout), value => options.MaximumTimeout = value);
        section.Number(nameof(MaximumForks), value => options.MaximumForks = value);
    }
}
