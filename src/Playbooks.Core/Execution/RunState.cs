using Microsoft.Extensions.Logging;

namespace Playbooks;

/// <summary>What all steps of one run share.</summary>
internal sealed class RunState
{
    public required string ExecutionId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required string RootDirectory { get; init; }

    public required TimeProvider TimeProvider { get; init; }

    public required TimeSpan CancellationGrace { get; init; }

    public required Redactor Redactor { get; init; }

    public required CredentialCache Credentials { get; init; }

    public required EventHub Events { get; init; }

    public required ILogger Logger { get; init; }
}
