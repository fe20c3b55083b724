using System.Text.Json;
using Playbooks.Ansible.Events;
using Playbooks.Ansible.Tests.Support;

namespace Playbooks.Ansible.Tests.Events;

/// <summary>Every recorded run gives exactly the figures that Ansible itself counted.</summary>
public sealed class RecordedCaseSpecs
{
    public static TheoryData<string> Cases => RecordedCase.All;

    [Fact]
    public void All_94_recorded_runs_are_there() => RecordedCase.Names.Count().ShouldBe(94);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_recorded_run_gives_the_exact_figures_failed_tasks_and_messages(string name)
    {
        RecordedCase recorded = RecordedCase.Load(name);
        EventSummarizer summarizer = await FoldAsync(recorded);

        ExecutionSummary summary = Summarize(summarizer, recorded.Expected);

        summary.ShouldMatch(recorded.Expected);
        ShouldSay(summarizer, TaskFailureKind.Failed, recorded.Expected.GetProperty("failed_tasks"));
        ShouldSay(summarizer, TaskFailureKind.Rescued, recorded.Expected.GetProperty("tolerated_tasks"));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_recorded_run_gives_its_errors_and_warnings_and_leaks_nothing(string name)
    {
        RecordedCase recorded = RecordedCase.Load(name);
        EventSummarizer summarizer = await FoldAsync(recorded);

        ExecutionSummary summary = Summarize(summarizer, recorded.Expected);

        List<string> errors = [.. recorded.Expected.GetProperty("run_errors").EnumerateArray().Select(error => error.GetString()!)];
        summarizer.RunErrors.Count.ShouldBe(errors.Count);
        foreach ((string expected, string actual) in errors.Zip(summarizer.RunErrors))
        {
            // The help text that follows a wrong option is left out.
            Words(actual).ShouldBe(Words(expected.Split("\n \nusage:")[0]));
            summary.KeyErrors.ShouldContain(actual);
        }

        if (recorded.Expected.TryGetProperty("warnings", out JsonElement warnings))
        {
            summary.Warnings.Select(Words).ShouldBe(warnings.EnumerateArray().Select(warning => Words(warning.GetString()!)));
        }

        if (recorded.Expected.TryGetProperty("must_not_leak", out JsonElement secrets))
        {
            secrets.EnumerateArray().ShouldAllBe(secret => !summary.ToJson().Contains(secret.GetString()!, StringComparison.Ordinal));
        }
    }

    private static async Task<EventSummarizer> FoldAsync(RecordedCase recorded)
    {
        EventSummarizer summarizer = new();
        await using Stream events = recorded.OpenEvents();
        await foreach (AnsibleEvent next in AnsibleEventReader.ReadLinesAsync(events, "case", TestContext.Current.CancellationToken))
        {
            summarizer.Add(next);
        }

        return summarizer;
    }

    private static ExecutionSummary Summarize(EventSummarizer summarizer, JsonElement expected)
    {
        AnsibleRunStatus status = Enum.Parse<AnsibleRunStatus>(expected.GetProperty("status").GetString()!, ignoreCase: true);
        JsonElement code = expected.GetProperty("exit_code");
        return summarizer.Summarize(status, code.ValueKind == JsonValueKind.Number ? code.GetInt32() : null, TimeSpan.FromSeconds(1));
    }

    private static void ShouldSay(EventSummarizer summarizer, TaskFailureKind kind, JsonElement tasks)
    {
        foreach (JsonElement task in tasks.EnumerateArray())
        {
            string name = $"{task.GetProperty("host")}: {task.GetProperty("task")}";
            string[] pieces = [.. task.GetProperty("must_contain").EnumerateArray().Select(piece => piece.GetString()!)];
            summarizer.Failures
                .Where(failure => $"{failure.Host}: {failure.Task}" == name && (kind == TaskFailureKind.Rescued) == (failure.Kind is TaskFailureKind.Rescued or TaskFailureKind.Ignored))
                .ShouldContain(failure => pieces.All(piece => Words(failure.Message).Contains(Words(piece), StringComparison.Ordinal)), $"{name}: {string.Join(" | ", pieces)}");
        }
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
