using System.Text.Json;
using Playbooks.Processes;

namespace Playbooks.Storage;

/// <summary>A run in the history. It holds no secrets.</summary>
public sealed record StoredRun
{
    private const string Interrupted = "interrupted";

    /// <summary>Every value that <see cref="StateAt"/> can return.</summary>
    public static IReadOnlyList<string> States { get; } =
        ["running", Interrupted, "in_doubt", "completed", "failed", "timed_out", "cancelled"];

    /// <summary>The id of the run. Later runs have greater ids, in ordinal order.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>The path of the playbook that was run.</summary>
    public required string Playbook { get; init; }

    /// <summary>The digest of the whole nest, <see cref="PlaybookPlan.Digest"/>.</summary>
    public required string Digest { get; init; }

    /// <summary>The run's status.</summary>
    public RunStatus Status { get; init; }

    /// <summary>The time at which the run began, in UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The time at which the run ended, in UTC; null when it has not ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The run's parameters, as a JSON object in which marks replace secrets.</summary>
    public string Parameters { get; init; } = "{}";

    /// <summary>
    /// The values that the playbook declares under <c>outputs</c>, as a JSON object, secrets masked; null when the run
    /// did not complete.
    /// </summary>
    /// <remarks>
    /// In the form of the journal: <c>{"$number": "NaN"}</c> is a number that JSON cannot write, and a key that begins
    /// with <c>$</c> gets another <c>$</c> in front.
    /// </remarks>
    public string? Outputs { get; init; }

    /// <summary>The reason why the run did not complete, secrets masked.</summary>
    public string? Error { get; init; }

    /// <summary>The counts of the playbook's own steps by status; a nested run counts as one step.</summary>
    public StepCounts Counts { get; init; }

    /// <summary>The run whose outputs this one began with, when it is a rerun.</summary>
    public string? RerunOf { get; init; }

    /// <summary>The lease of the process that carries the run out; null when the run has ended.</summary>
    public RunLease? Lease { get; init; }

    /// <summary>Tells if the run has not ended though its process died.</summary>
    /// <remarks>
    /// For a process of this machine that is known at once; for another machine's, when its lease has expired. The same
    /// rule decides if a run can be resumed.
    /// </remarks>
    /// <param name="now">The present, in UTC.</param>
    public bool IsInterrupted(DateTimeOffset now)
        => Status == RunStatus.Running
            && (Lease is null || Lease.ExpiresAt <= now || ProcessIdentity.IsDead(Lease.Owner));

    /// <summary>Tells if a person has to act: the run was interrupted, or is in doubt.</summary>
    /// <param name="now">The present, in UTC.</param>
    public bool NeedsAttention(DateTimeOffset now) => Status == RunStatus.InDoubt || IsInterrupted(now);

    /// <summary>
    /// Gets the status in a word, as JSON has it: <c>interrupted</c> for a running run whose process died.
    /// </summary>
    /// <param name="now">The present, in UTC.</param>
    public string StateAt(DateTimeOffset now) => IsInterrupted(now) ? Interrupted : JsonText.NameOf(Status);

    /// <summary>Writes the run's properties into the open JSON object. A host may add its own properties.</summary>
    /// <param name="writer">The writer of the object.</param>
    /// <param name="now">The present, in UTC, for the run's state.</param>
    /// <param name="inDoubt">The addresses of the steps that were under way and must not be repeated.</param>
    public void WriteJson(Utf8JsonWriter writer, DateTimeOffset now, IReadOnlyList<string>? inDoubt = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString("execution_id", ExecutionId);
        writer.WriteString("playbook", Playbook);
        writer.WriteString("digest", Digest);
        writer.WriteString("status", StateAt(now));
        writer.WriteString("started_at", StartedAt.ToString("O"));
        writer.WriteString("ended_at", EndedAt?.ToString("O"));
        WriteDocument(writer, "parameters", Parameters);
        WriteDocument(writer, "outputs", Outputs);
        writer.WriteString("error", Error);
        writer.WriteString("rerun_of", RerunOf);
        JsonText.WriteTexts(writer, "in_doubt", inDoubt ?? []);
    }

    /// <summary>
    /// Gets the status by which a store finds the runs of a state. An interrupted run is stored as running.
    /// </summary>
    internal static RunStatus StatusOf(string state)
    {
        if (state == Interrupted)
        {
            return RunStatus.Running;
        }

        foreach (RunStatus status in Enum.GetValues<RunStatus>())
        {
            if (JsonText.NameOf(status) == state)
            {
                return status;
            }
        }

        throw new ArgumentException(
            $"'{state}' is not a state of a run; these are: {string.Join(", ", States)}.", nameof(state));
    }

    private static void WriteDocument(Utf8JsonWriter writer, string name, string? json)
    {
        writer.WritePropertyName(name);
        if (json is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            // Parsed, so that it is indented as the object around it.
            using JsonDocument document = JsonDocument.Parse(json);
            document.RootElement.WriteTo(writer);
        }
    }
}
