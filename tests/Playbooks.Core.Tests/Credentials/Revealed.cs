using System.Text;
using Playbooks.Storage;

namespace Playbooks.Tests.Credentials;

/// <summary>Everything that a run shows: its report as JSON, its events, its log lines and its journal.</summary>
internal static class Revealed
{
    /// <summary>Runs a playbook under the name <c>root.yaml</c>.</summary>
    public static async Task<(ExecutionReport Report, string Text)> RunAsync(
        TemporaryLibrary library, string yaml, IReadOnlyDictionary<string, object?>? parameters = null)
    {
        CollectingLogger<PlaybookEngine> log = new();
        InMemoryExecutionStore store = new();
        library.Options = library.Options with { Logger = log, ExecutionStore = store };
        PlaybookRun run = await library.CreateRunAsync(yaml, parameters);
        IAsyncEnumerable<ExecutionEvent> events = run.Events(includeNested: true);
        ExecutionReport report = await run.RunAsync(TestContext.Current.CancellationToken);
        StringBuilder seen = new(report.ToJson());
        await foreach (ExecutionEvent happened in events)
        {
            seen.AppendLine().Append(happened).Append((happened as StepLogged)?.Message).Append((happened as StepRetrying)?.Error);
        }

        seen.AppendLine().AppendJoin('\n', log.Entries.Select(entry => entry.Message)).AppendLine();
        StoredRun stored = (await store.FindAsync(run.ExecutionId, TestContext.Current.CancellationToken)).ShouldNotBeNull();
        seen.Append(stored.Parameters).Append(stored.Outputs).Append(stored.Error);
        foreach (JournalEntry entry in await store.ReadJournalAsync(run.ExecutionId, TestContext.Current.CancellationToken))
        {
            seen.AppendLine().Append(entry.Outputs).Append(entry.Variables).Append(entry.Error);
        }

        return (report, seen.ToString());
    }

    /// <summary>No part of the secret of so many characters stands there.</summary>
    public static void ShouldHoldNoPartOf(this string text, string secret, int length = 5)
    {
        for (int start = 0; start + length <= secret.Length; start++)
        {
            text.ShouldNotContain(secret.Substring(start, length), Case.Sensitive);
        }
    }
}
