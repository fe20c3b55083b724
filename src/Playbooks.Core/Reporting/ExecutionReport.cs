using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Playbooks;

/// <summary>What became of a run: one report for each playbook of the nest, the nested ones behind their steps.</summary>
public sealed record ExecutionReport
{
    /// <summary>The run. A nested report bears the same.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>The path of the playbook.</summary>
    public required string Playbook { get; init; }

    /// <summary>How it ended.</summary>
    public required ExecutionStatus Status { get; init; }

    /// <summary>Whether the run only predicted, as <see cref="RunOptions.Check"/> says; only the report of the whole run tells it.</summary>
    [JsonPropertyName("check")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsCheck { get; init; }

    /// <summary>When it began, in UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    [JsonPropertyName("duration_ms")]
    [JsonConverter(typeof(MillisecondsJsonConverter))]
    public required TimeSpan Duration { get; init; }

    /// <summary>Why it did not complete, secrets masked; null when it did.</summary>
    public string? Error { get; init; }

    /// <summary>What the playbook declares under <c>outputs</c>, secrets masked; empty when it did not complete.</summary>
    [JsonConverter(typeof(PlaybookValuesJsonConverter))]
    public IReadOnlyDictionary<string, object?> Outputs { get; init; } = PlaybookValues.EmptyMap;

    /// <summary>Every step of the playbook in order, those that were not reached too.</summary>
    public required IReadOnlyList<StepReport> Steps { get; init; }

    /// <summary>The rollback steps that ran, in the order in which they ran; those that failed did not undo what they should have.</summary>
    public IReadOnlyList<StepReport> Rollback { get; init; } = [];

    /// <summary>The steps at the playbook's end, which run however it ended.</summary>
    public IReadOnlyList<StepReport> Finally { get; init; } = [];

    /// <summary>How its own steps ended, a nested run being one; those of nested runs are counted in their own reports.</summary>
    public StepCounts Counts => StepCounts.Of(Steps);

    /// <summary>
    /// The innermost step that a rerun can begin at, so that nothing runs twice that completed. Null when the run
    /// completed, and when its rollback undid what a rerun would build on.
    /// </summary>
    [JsonIgnore]
    public StepAddress? RerunFrom
        => Status != ExecutionStatus.Completed && Rollback.Count == 0 ? FirstNotCompleted(Steps) : null;

    /// <summary>Itself, when it completed.</summary>
    /// <exception cref="PlaybookFailedException">It did not.</exception>
    public ExecutionReport EnsureSucceeded() => Status == ExecutionStatus.Completed ? this : throw new PlaybookFailedException(this);

    /// <summary>The report for people: how it ended, a line for each step with its error, what was undone and what was not, what ran at the end.</summary>
    /// <param name="expand">Whether iterations and the steps of nested playbooks are shown too; otherwise only the iterations that failed.</param>
    public string ToText(bool expand = false) => ReportText.Write(this, expand);

    /// <summary>The report as JSON, indented, names in snake case. Its schema stands in <c>docs/report.schema.json</c>.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Context.ExecutionReport);

    /// <summary>The same object as a value, for those who add to it before they write it.</summary>
    public JsonObject ToJsonNode()
        => JsonSerializer.SerializeToNode(this, ReportJson.Context.ExecutionReport)!.AsObject();

    private static StepAddress? FirstNotCompleted(IReadOnlyList<StepReport> steps)
    {
        StepReport? step = steps.FirstOrDefault(step => step.Status is not (StepStatus.Completed or StepStatus.Skipped));
        // A nest that undid itself is begun anew as a whole. A second attempt's address does not lead to a step.
        return step is { Nested: { Rollback.Count: 0 } nested, Attempts: 1 }
            ? FirstNotCompleted(nested.Steps) ?? step.Address
            : step?.Address;
    }
}
