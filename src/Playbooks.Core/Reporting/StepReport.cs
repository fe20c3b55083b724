using System.Text.Json.Serialization;

namespace Playbooks;

/// <summary>What became of one step. A nested run is one step, with its own report behind <see cref="Nested"/>.</summary>
public sealed record StepReport
{
    /// <summary>The step's id in its playbook.</summary>
    public required string Id { get; init; }

    /// <summary>What people see; for a nested playbook, the name that its caller gave the step.</summary>
    public required string Name { get; init; }

    /// <summary>The step type.</summary>
    public required string Type { get; init; }

    /// <summary>Where it stands in the run.</summary>
    [JsonConverter(typeof(StepAddressJsonConverter))]
    public required StepAddress Address { get; init; }

    /// <summary>How it stands with it.</summary>
    public StepStatus Status { get; init; }

    /// <summary>How many attempts were made; 0 when it was not reached or skipped.</summary>
    public int Attempts { get; init; }

    /// <summary>When it began, in UTC; null when it did not.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How long all its attempts took.</summary>
    [JsonPropertyName("duration_ms")]
    [JsonConverter(typeof(MillisecondsJsonConverter))]
    public TimeSpan Duration { get; init; }

    /// <summary>What it gave to later steps, secrets masked.</summary>
    [JsonConverter(typeof(ValuesJsonConverter))]
    public IReadOnlyDictionary<string, object?> Outputs { get; init; } = PlaybookValues.EmptyMap;

    /// <summary>Why it failed, secrets masked; null when it did not.</summary>
    public string? Error { get; init; }

    /// <summary>Whether it failed because it exceeded a time limit.</summary>
    [JsonIgnore]
    public bool TimedOut { get; init; }

    /// <summary>The report of the playbook that it ran; null for other steps.</summary>
    public ExecutionReport? Nested { get; init; }
}
