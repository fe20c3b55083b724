using System.Text.Json.Serialization;

namespace Playbooks;

/// <summary>The report of one step. A nested run is one step, with its own report in <see cref="Nested"/>.</summary>
public sealed record StepReport
{
    // A long run has many reports. So the small fields share one word, and ticks take less space than a nullable time.
    private readonly long _startedTicks;
    private readonly short _attempts;

    /// <summary>The step's id in its playbook.</summary>
    public string Id => Address.StepId;

    /// <summary>The name for people; for a nested playbook, the name that its caller gave the step.</summary>
    public required string Name { get; init; }

    /// <summary>The step type.</summary>
    public required string Type { get; init; }

    /// <summary>The step's address in the run: a slash-separated path, with attempt and key.</summary>
    [JsonConverter(typeof(StepAddressJsonConverter))]
    public required StepAddress Address { get; init; }

    /// <summary>The step's status.</summary>
    public StepStatus Status { get; init; }

    /// <summary>The number of attempts; 0 when the step was not reached or was skipped.</summary>
    public int Attempts
    {
        get => _attempts;
        init => _attempts = checked((short)value);
    }

    /// <summary>The time at which the step began, in UTC; null when it did not begin.</summary>
    public DateTimeOffset? StartedAt
    {
        get => _startedTicks == 0 ? null : new DateTimeOffset(_startedTicks, TimeSpan.Zero);
        init => _startedTicks = value?.UtcTicks ?? 0;
    }

    /// <summary>The duration of all attempts together.</summary>
    [JsonPropertyName("duration_ms")]
    [JsonConverter(typeof(MillisecondsJsonConverter))]
    public TimeSpan Duration { get; init; }

    /// <summary>The outputs for later steps, secrets masked.</summary>
    [JsonConverter(typeof(PlaybookValuesJsonConverter))]
    public IReadOnlyDictionary<string, object?> Outputs { get; init; } = PlaybookValues.EmptyMap;

    /// <summary>The reason why the step failed, secrets masked; null when it did not fail.</summary>
    public string? Error { get; init; }

    /// <summary>True when the step failed because it exceeded a time limit.</summary>
    [JsonIgnore]
    public bool TimedOut { get; init; }

    /// <summary>The report of the playbook that the step ran; null for other steps.</summary>
    public ExecutionReport? Nested { get; init; }

    /// <summary>The reports of the iterations in order; null when the step is not a loop.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<StepReport>? Iterations { get; init; }

    internal static StepReport NotReached(PlannedStep step, StepAddress address)
        => new() { Name = step.Step.Name, Type = step.Step.Type, Address = address };

    /// <summary>True when the step was reached and its condition held.</summary>
    [JsonIgnore]
    public bool WasStarted => Status is not (StepStatus.Pending or StepStatus.Skipped);
}
