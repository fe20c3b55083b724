using System.Text.Json.Serialization;

namespace Playbooks;

/// <summary>What became of one step. A nested run is one step, with its own report behind <see cref="Nested"/>.</summary>
public sealed record StepReport
{
    // Reports of long runs are many: the small fields share one word, and a nullable time would take three.
    private readonly long _startedTicks;
    private readonly short _attempts;

    /// <summary>The step's id in its playbook.</summary>
    public string Id => Address.StepId;

    /// <summary>What people see; for a nested playbook, the name that its caller gave the step.</summary>
    public required string Name { get; init; }

    /// <summary>The step type.</summary>
    public required string Type { get; init; }

    /// <summary>Where it stands in the run: a slash-separated path, with attempt and key.</summary>
    [JsonConverter(typeof(StepAddressJsonConverter))]
    public required StepAddress Address { get; init; }

    /// <summary>How it stands with it.</summary>
    public StepStatus Status { get; init; }

    /// <summary>How many attempts were made; 0 when it was not reached or skipped.</summary>
    public int Attempts
    {
        get => _attempts;
        init => _attempts = checked((short)value);
    }

    /// <summary>When it began, in UTC; null when it did not.</summary>
    public DateTimeOffset? StartedAt
    {
        get => _startedTicks == 0 ? null : new DateTimeOffset(_startedTicks, TimeSpan.Zero);
        init => _startedTicks = value?.UtcTicks ?? 0;
    }

    /// <summary>How long all its attempts took.</summary>
    [JsonPropertyName("duration_ms")]
    [JsonConverter(typeof(MillisecondsJsonConverter))]
    public TimeSpan Duration { get; init; }

    /// <summary>What it gave to later steps, secrets masked.</summary>
    [JsonConverter(typeof(PlaybookValuesJsonConverter))]
    public IReadOnlyDictionary<string, object?> Outputs { get; init; } = PlaybookValues.EmptyMap;

    /// <summary>Why it failed, secrets masked; null when it did not.</summary>
    public string? Error { get; init; }

    /// <summary>Whether it failed because it exceeded a time limit.</summary>
    [JsonIgnore]
    public bool TimedOut { get; init; }

    /// <summary>The report of the playbook that it ran; null for other steps.</summary>
    public ExecutionReport? Nested { get; init; }

    /// <summary>The reports of its iterations in order; null when it is no loop.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<StepReport>? Iterations { get; init; }

    internal static StepReport NotReached(PlannedStep step, StepAddress address)
        => new() { Name = step.Step.Name, Type = step.Step.Type, Address = address };

    /// <summary>Whether it was reached and its condition held.</summary>
    [JsonIgnore]
    public bool WasStarted => Status is not (StepStatus.Pending or StepStatus.Skipped);
}
