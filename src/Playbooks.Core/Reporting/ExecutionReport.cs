using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Playbooks;

/// <summary>
/// The report of a run. Each playbook of the nest has one; a nested report belongs to the step that ran it.
/// </summary>
public sealed record ExecutionReport
{
    /// <summary>The id of the run. A nested report has the same id.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>The path of the playbook.</summary>
    public required string Playbook { get; init; }

    /// <summary>The status with which the run ended.</summary>
    public required ExecutionStatus Status { get; init; }

    /// <summary>
    /// True when the run only predicted: see <see cref="RunOptions.Check"/>. Set only in the report of the whole run.
    /// </summary>
    [JsonPropertyName("check")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsCheck { get; init; }

    /// <summary>The time at which the run began, in UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The duration of the run.</summary>
    [JsonPropertyName("duration_ms")]
    [JsonConverter(typeof(MillisecondsJsonConverter))]
    public required TimeSpan Duration { get; init; }

    /// <summary>The reason why the run did not complete, secrets masked; null when it completed.</summary>
    public string? Error { get; init; }

    /// <summary>
    /// The values that the playbook declares under <c>outputs</c>, secrets masked; empty when the run did not complete.
    /// </summary>
    [JsonConverter(typeof(PlaybookValuesJsonConverter))]
    public IReadOnlyDictionary<string, object?> Outputs { get; init; } = PlaybookValues.EmptyMap;

    /// <summary>The reports of all steps in order, those that were not reached included.</summary>
    public required IReadOnlyList<StepReport> Steps { get; init; }

    /// <summary>
    /// The rollback steps that ran, in the order in which they ran. A failed one did not undo its step.
    /// </summary>
    public IReadOnlyList<StepReport> Rollback { get; init; } = [];

    /// <summary>The steps under <c>finally</c>, which run at the playbook's end, however it ended.</summary>
    public IReadOnlyList<StepReport> Finally { get; init; } = [];

    /// <summary>
    /// The counts of the playbook's own steps by status. A nested run counts as one step; its steps are counted in its
    /// own report.
    /// </summary>
    public StepCounts Counts => StepCounts.Of(Steps);

    /// <summary>
    /// The innermost step that a rerun can begin at, so that no completed step runs twice. Null when the run completed,
    /// and when a rollback undid outputs that a rerun would need.
    /// </summary>
    [JsonIgnore]
    public StepAddress? RerunFrom
        => Status != ExecutionStatus.Completed && Rollback.Count == 0 ? FirstNotCompleted(Steps) : null;

    /// <summary>Gets the report itself, when the run completed.</summary>
    /// <exception cref="PlaybookFailedException">The run did not complete.</exception>
    public ExecutionReport EnsureSucceeded()
        => Status == ExecutionStatus.Completed ? this : throw new PlaybookFailedException(this);

    /// <summary>
    /// Writes the report for people: the run's status, a line for each step with its error, the rollback steps and the
    /// <c>finally</c> steps.
    /// </summary>
    /// <param name="expand">True to show iterations and the steps of nested playbooks too. Otherwise only failed
    /// iterations are shown.</param>
    public string ToText(bool expand = false) => ReportText.Write(this, expand);

    /// <summary>
    /// Writes the report as indented JSON with names in snake case. Its schema is <c>docs/report.schema.json</c>.
    /// </summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Context.ExecutionReport);

    /// <summary>Makes the same JSON object as a value, so that a host can add properties before it writes it.</summary>
    public JsonObject ToJsonNode()
        => JsonSerializer.SerializeToNode(this, ReportJson.Context.ExecutionReport)!.AsObject();

    private static StepAddress? FirstNotCompleted(IReadOnlyList<StepReport> steps)
    {
        StepReport? step = steps.FirstOrDefault(
            step => step.Status is not (StepStatus.Completed or StepStatus.Skipped));
        // A nest that undid itself is rerun as a whole. The address of a second attempt does not lead to a step.
        return step is { Nested: { Rollback.Count: 0 } nested, Attempts: 1 }
            ? FirstNotCompleted(nested.Steps) ?? step.Address
            : step?.Address;
    }
}
