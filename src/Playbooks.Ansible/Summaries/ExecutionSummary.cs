using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Playbooks.Ansible;

/// <summary>The result of one run of an Ansible playbook, instead of a stream of lines.</summary>
/// <remarks>The counts are Ansible's own, summed over the hosts. They do not decide the status: the exit code
/// does.</remarks>
public sealed record ExecutionSummary
{
    /// <summary>The largest number of <see cref="KeyErrors"/> that a summary holds.</summary>
    public const int MaximumKeyErrors = 5;

    /// <summary>The largest number of <see cref="Failures"/> that a summary holds.</summary>
    public const int MaximumFailures = 1000;

    /// <summary>The largest number of <see cref="SlowestTasks"/> that a summary holds.</summary>
    public const int MaximumSlowestTasks = 5;

    /// <summary>The end of the run.</summary>
    public required AnsibleRunStatus Status { get; init; }

    /// <summary>The exit code of <c>ansible-playbook</c>; null when it was stopped or killed and has none.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The time of the run's begin.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The duration of the run.</summary>
    /// <value>In milliseconds.</value>
    public long DurationMs { get; init; }

    /// <summary>Task results that changed something, over all hosts.</summary>
    public long ChangedCount { get; init; }

    /// <summary>Task results that went well, over all hosts; changed ones among them.</summary>
    public long OkCount { get; init; }

    /// <summary>Task results that failed and were neither ignored nor rescued, over all hosts. Unreachable hosts are
    /// counted apart.</summary>
    public long FailedCount { get; init; }

    /// <summary>Task results that were skipped, over all hosts.</summary>
    public long SkippedCount { get; init; }

    /// <summary>Task results for which a host could not be reached.</summary>
    public long UnreachableCount { get; init; }

    /// <summary>Failures that a <c>rescue</c> section took care of.</summary>
    public long RescuedCount { get; init; }

    /// <summary>Failures that the Ansible playbook ignored.</summary>
    public long IgnoredCount { get; init; }

    /// <summary>The names of the tasks that failed or did not reach a host, each once, in the order of their first
    /// failure.</summary>
    public IReadOnlyList<string> FailedTasks { get; init; } = [];

    /// <summary>
    /// The most important errors, as <c>Task: message</c>, at most <see cref="MaximumKeyErrors"/>; more are cut. Equal
    /// ones are one, with their hosts. When the run failed but no host did, the run's own errors, such as a syntax
    /// error.
    /// </summary>
    public IReadOnlyList<string> KeyErrors
    {
        get;
        init => field = value.Count <= MaximumKeyErrors ? value : [.. value.Take(MaximumKeyErrors)];
    }

    = [];

    /// <summary>The figures of every host that took part.</summary>
    public IReadOnlyDictionary<string, HostSummary> HostsSummary { get; init; } =
        ReadOnlyDictionary<string, HostSummary>.Empty;

    /// <summary>True when Ansible ended well without doing anything on any host: no host matched, no tag matched, no
    /// inventory.</summary>
    public bool NothingRan { get; init; }

    /// <summary>Ansible's warnings, each once, at most 20, and further remarks for the reader, such as that nothing
    /// ran.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The values that the Ansible playbook gave to <c>set_stats</c> for the whole run.</summary>
    [JsonConverter(typeof(PlaybookValuesJsonConverter))]
    public IReadOnlyDictionary<string, object?> CustomStats { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>The folder with the run's kept record; null when nothing was kept.</summary>
    public string? ArtifactDirectory { get; init; }

    /// <summary>The failures that count, host by host, in the order in which they came; at most
    /// <see cref="MaximumFailures"/>.</summary>
    public IReadOnlyList<TaskFailure> Failures { get; init; } = [];

    /// <summary>The number of failures that the figures count and <see cref="Failures"/> does not hold.</summary>
    public long FailuresOmitted { get; init; }

    /// <summary>Errors that belong to no host, such as a syntax error or a wrong option; each once, at most
    /// 20.</summary>
    public IReadOnlyList<string> RunErrors { get; init; } = [];

    /// <summary>The tasks that took longest, the slowest first, at most <see cref="MaximumSlowestTasks"/>.</summary>
    /// <value>
    /// For each task, the host on which it took longest, and its duration there. Handlers and failed results are
    /// included; a task that runs in several batches of hosts (<c>serial</c>) is one task.
    /// </value>
    public IReadOnlyList<SlowTask> SlowestTasks { get; init; } = [];

    /// <summary>True when the status is <see cref="AnsibleRunStatus.Successful"/>.</summary>
    [JsonIgnore]
    public bool IsSuccessful => Status == AnsibleRunStatus.Successful;

    /// <summary>The summary as one JSON object, in snake case. Its schema is <c>docs/summary.schema.json</c>.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SummaryJson.Readable.ExecutionSummary);

    /// <summary>The same object as a value, for callers that add to it before they write it.</summary>
    public JsonObject ToJsonNode()
        => JsonSerializer.SerializeToNode(this, SummaryJson.Readable.ExecutionSummary)!.AsObject();

    /// <summary>The summary for people: the figures of every host, the errors and their places, the slowest
    /// tasks.</summary>
    /// <returns>Lines that end with a line feed. It has no colors, and control characters in names and messages are
    /// replaced by spaces.</returns>
    public string ToText() => SummaryText.Write(this);

    /// <summary>The summary as a step's result. A run that was not successful becomes a failed step whose error is the
    /// first key error.</summary>
    public StepResult ToStepResult() => SummaryStepResult.Of(this);

    /// <summary>The summary itself when the run was successful.</summary>
    /// <exception cref="AnsibleRunFailedException">The run was not successful.</exception>
    public ExecutionSummary EnsureSucceeded() => IsSuccessful ? this : throw new AnsibleRunFailedException(this);
}
