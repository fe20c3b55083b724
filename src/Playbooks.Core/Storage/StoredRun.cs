using System.Text.Json;
using Playbooks.Processes;

namespace Playbooks.Storage;

/// <summary>A run in the history. Nothing in it holds a secret.</summary>
public sealed record StoredRun
{
    private const string Interrupted = "interrupted";

    /// <summary>Every word that <see cref="StateAt"/> gives.</summary>
    public static IReadOnlyList<string> States { get; } =
        ["running", Interrupted, "in_doubt", "completed", "failed", "timed_out", "cancelled"];

    /// <summary>The run. Later ones have greater ids, in ordinal order.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>The path of the playbook that was run.</summary>
    public required string Playbook { get; init; }

    /// <summary>The digest of the whole nest, <see cref="PlaybookPlan.Digest"/>.</summary>
    public required string Digest { get; init; }

    /// <summary>How it stands with it.</summary>
    public RunStatus Status { get; init; }

    /// <summary>When it began, in UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, in UTC; null when it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What it was given, as a JSON object; a mark stands for what is secret.</summary>
    public string Parameters { get; init; } = "{}";

    /// <summary>What the playbook declares under <c>outputs</c>, as a JSON object, secrets masked; null when it did not complete.</summary>
    /// <remarks>In the form of the journal: <c>{"$number": "NaN"}</c> is what JSON has no word for, and a key that begins with <c>$</c> bears another one.</remarks>
    public string? Outputs { get; init; }

    /// <summary>Why it did not complete, secrets masked.</summary>
    public string? Error { get; init; }

    /// <summary>The steps of the playbook itself; a nested run counts as one.</summary>
    public StepCounts Counts { get; init; }

    /// <summary>The run whose outputs it began with, when it is a rerun.</summary>
    public string? RerunOf { get; init; }

    /// <summary>Who carries it out; null when it has ended.</summary>
    public RunLease? Lease { get; init; }

    /// <summary>Whether nobody carries it out though it has not ended: its process died.</summary>
    /// <remarks>Of a process of this machine that is known at once, of another's when its lease has expired: as for resuming it.</remarks>
    /// <param name="now">The present, in UTC.</param>
    public bool IsInterrupted(DateTimeOffset now)
        => Status == RunStatus.Running && (Lease is null || Lease.ExpiresAt <= now || ProcessIdentity.IsDead(Lease.Owner));

    /// <summary>Whether somebody has to do something about it: it was interrupted, or is in doubt.</summary>
    /// <param name="now">The present, in UTC.</param>
    public bool NeedsAttention(DateTimeOffset now) => Status == RunStatus.InDoubt || IsInterrupted(now);

    /// <summary>Its status in a word, as it stands in JSON: <c>interrupted</c> for a running one whose process died.</summary>
    /// <param name="now">The present, in UTC.</param>
    public string StateAt(DateTimeOffset now) => IsInterrupted(now) ? Interrupted : JsonText.NameOf(Status);

    /// <summary>Writes its properties into the open JSON object, to which a host may add its own.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="now">The present, in UTC, for its state.</param>
    /// <param name="inDoubt">The addresses of the steps that were under way and may not be repeated.</param>
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

    /// <summary>The status by which a store finds the runs of a state: an interrupted run claims to be running.</summary>
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

        throw new ArgumentException($"'{state}' is not a state of a run; these are: {string.Join(", ", States)}.", nameof(state));
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
            // Parsed, since it stands indented as all around it.
            using JsonDocument document = JsonDocument.Parse(json);
            document.RootElement.WriteTo(writer);
        }
    }
}
