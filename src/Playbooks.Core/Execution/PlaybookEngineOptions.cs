using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Playbooks;

/// <summary>What an engine works with.</summary>
public sealed record PlaybookEngineOptions
{
    /// <summary>Step types besides the built-in ones.</summary>
    public IReadOnlyList<IStepHandler> Steps { get; init; } = [];

    /// <summary>Where credentials come from; none by default.</summary>
    public ICredentialProvider? Credentials { get; init; }

    /// <summary>What <c>http.request</c> sends with; a client of the engine's own by default. Its timeout applies besides the step's.</summary>
    public HttpClient? HttpClient { get; init; }

    /// <summary>Where runs are journaled and kept as history; nowhere by default.</summary>
    public Playbooks.Storage.IExecutionStore? ExecutionStore { get; init; }

    /// <summary>How strictly nests are checked.</summary>
    public PlannerOptions Planner { get; init; } = new();

    /// <summary>How long a step that was told to stop may take to do so before the run goes on without it.</summary>
    /// <value>15 seconds by default: more than the Ansible step needs to end every process that it started.</value>
    public TimeSpan CancellationGrace { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Where the engine logs to; nowhere by default.</summary>
    public ILogger<PlaybookEngine> Logger { get; init; } = NullLogger<PlaybookEngine>.Instance;
}
