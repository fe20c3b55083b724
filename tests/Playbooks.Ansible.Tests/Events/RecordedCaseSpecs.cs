using System.Text.Json;
using Playbooks.Ansible.Events;
using Playbooks.Ansible.Tests.Support;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Ansible.Tests.Events;

/// <summary>Every recorded run gives exactly the figures that Ansible itself counted.</summary>
public sealed class RecordedCaseSpecs
{
    private const string NothingRan = "Nothing ran: ";

    public static TheoryData<string> Cases => [.. RecordedCase.Names];

    [Fact]
    public void All_94_recorded_runs_are_there() => RecordedCase.Names.Count().ShouldBe(94);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_recorded_run_gives_the_exact_figures_failed_tasks_and_messages(string name)
    {
        RecordedCase recorded = RecordedCase.Load(name);
        await using Stream events = recorded.OpenEvents();

        ExecutionSummary summary = await FoldAsync(recorded, events);

        summary.ShouldMatch(recorded.Expected);
        ShouldSay(summary, recorded.Expected.GetProperty("failed_tasks"));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_same_run_as_our_callback_plugin_sends_it_gives_the_exact_figures_too(string name)
    {
        RecordedCase recorded = RecordedCase.Load(name);

        ExecutionSummary summary = await FoldAsync(recorded, new MemoryStream(CompactRecords.Of(recorded)));

        summary.ShouldMatch(recorded.Expected);
        ShouldSay(summary, recorded.Expected.GetProperty("failed_tasks"));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_recorded_run_that_lost_its_final_figures_still_has_its_other_ones(string name)
    {
        RecordedCase recorded = RecordedCase.Load(name);
        IEnumerable<string> lines = CompactLines(recorded).Where(line => !line.Contains("playbook_on_stats", StringComparison.Ordinal));

        ExecutionSummary summary = await FoldAsync(recorded, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines))));

        summary.ShouldMatch(recorded.Expected);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_recorded_run_gives_its_errors_and_warnings_and_leaks_nothing(string name)
    {
        RecordedCase recorded = RecordedCase.Load(name);
        await using Stream events = recorded.OpenEvents();

        ExecutionSummary summary = await FoldAsync(recorded, events);

        List<string> errors = [.. recorded.Expected.GetProperty("run_errors").EnumerateArray().Select(error => error.GetString()!)];
        summary.RunErrors.Count.ShouldBe(errors.Count);
        foreach ((string expected, string actual) in errors.Zip(summary.RunErrors))
        {
            // The help text that follows a wrong option is left out.
            Words(actual).ShouldBe(Words(expected.Split("\n \nusage:")[0]));
            summary.KeyErrors.ShouldContain(actual);
        }

        if (recorded.Expected.TryGetProperty("warnings", out JsonElement warnings))
        {
            summary.Warnings.Where(warning => !warning.StartsWith(NothingRan, StringComparison.Ordinal)).Select(Words)
                .ShouldBe(warnings.EnumerateArray().Select(warning => Words(warning.GetString()!)));
        }

        if (recorded.Expected.TryGetProperty("must_not_leak", out JsonElement secrets))
        {
            secrets.EnumerateArray().ShouldAllBe(secret => !(summary.ToJson() + summary.ToText()).Contains(secret.GetString()!, StringComparison.Ordinal));
        }

        summary.NothingRan.ShouldBe(summary.Warnings.Any(warning => warning.StartsWith(NothingRan, StringComparison.Ordinal)));
    }

    private static string[] CompactLines(RecordedCase recorded) => System.Text.Encoding.UTF8.GetString(CompactRecords.Of(recorded)).Split('\n');

    private static async Task<ExecutionSummary> FoldAsync(RecordedCase recorded, Stream events)
    {
        EventSummarizer summarizer = new();
        await summarizer.AddLinesAsync(events, "case", TestContext.Current.CancellationToken);
        AnsibleRunStatus status = Enum.Parse<AnsibleRunStatus>(recorded.Expected.GetProperty("status").GetString()!, ignoreCase: true);
        JsonElement code = recorded.Expected.GetProperty("exit_code");
        return summarizer.Summarize(status, code.ValueKind == JsonValueKind.Number ? code.GetInt32() : null, TimeSpan.FromSeconds(1));
    }

    private static void ShouldSay(ExecutionSummary summary, JsonElement tasks)
    {
        foreach (JsonElement task in tasks.EnumerateArray())
        {
            string name = $"{task.GetProperty("host")}: {task.GetProperty("task")}";
            string[] pieces = [.. task.GetProperty("must_contain").EnumerateArray().Select(piece => piece.GetString()!)];
            summary.Failures
                .Where(failure => $"{failure.Host}: {failure.Task}" == name)
                .ShouldContain(failure => pieces.All(piece => Words(failure.Message).Contains(Words(piece), StringComparison.Ordinal)), $"{name}: {string.Join(" | ", pieces)}");
        }
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
