using System.Security.Cryptography;
using System.Text;
using Playbooks.Storage;

namespace Playbooks.Tests.Storage;

/// <summary>Runs, entries and playbooks to store.</summary>
internal static class StoredSamples
{
    /// <summary>Exact to a tick.</summary>
    public static readonly DateTimeOffset Now = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero).AddTicks(1_234_567);

    public static StoredRun Run(string id, string owner = "me") => new()
    {
        ExecutionId = id,
        Playbook = "site.yaml",
        Digest = "abc",
        StartedAt = Now,
        Lease = new RunLease(owner, Now.AddMinutes(1)),
    };

    public static StoredRun FullRun(string id) => Run(id) with
    {
        Parameters = """{"who":"Ada"}""",
        Outputs = """{"greeting":"Hello"}""",
        Error = "It failed",
        Counts = new StepCounts(9, 5, 3, 1),
        EndedAt = Now.AddTicks(7),
        RerunOf = "an older one",
    };

    public static JournalEntry Entry(long sequence) => new() { Sequence = sequence, Kind = JournalEntryKind.Finished, Address = $"step{sequence}", Status = StepStatus.Completed };

    public static JournalEntry FullEntry(long sequence) => Entry(sequence) with
    {
        Kind = JournalEntryKind.AttemptFailed,
        Status = StepStatus.Failed,
        Attempts = 3,
        StartedAt = Now,
        Duration = TimeSpan.FromTicks(123_456_789),
        TimedOut = true,
        Outputs = """{"a":1}""",
        Variables = """{"b":[2]}""",
        Error = "exit code 1",
        Next = "deploy/restart#2[web-1]/wait",
    };

    public static RunCompletion Completion(RunStatus status = RunStatus.Completed, DateTimeOffset? endedAt = null)
        => new() { Status = status, EndedAt = status == RunStatus.InDoubt ? null : endedAt ?? Now.AddHours(1) };

    public static StoredPlaybook Playbook(string path, string text)
    {
        byte[] content = Encoding.UTF8.GetBytes(text);
        return new StoredPlaybook(path, Convert.ToHexStringLower(SHA256.HashData(content)), content);
    }
}
