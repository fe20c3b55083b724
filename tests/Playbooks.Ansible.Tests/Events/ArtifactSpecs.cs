using System.Text.Json.Nodes;
using Playbooks.Ansible.Events;
using Playbooks.Ansible.Tests.Support;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Ansible.Tests.Events;

/// <summary>Runs of ansible-runner that somebody else made, summed up from what they left.</summary>
public sealed class ArtifactSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("playbooks-artifacts-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_folder_of_events_gives_the_figures_and_the_times()
    {
        RecordedCase recorded = RecordedCase.Load("partial-failure");
        WriteEvents(recorded);
        Write("rc", "2");
        Write("status", "failed");

        ExecutionSummary summary = await EventSummarizer.SummarizeArtifactsAsync(_folder, Cancellation);

        summary.ShouldMatch(recorded.Expected);
        summary.ExitCode.ShouldBe(2);
        summary.Status.ShouldBe(AnsibleRunStatus.Failed);
        summary.StartedAt.Year.ShouldBe(2024);
        summary.DurationMs.ShouldBeGreaterThan(0);
        summary.ArtifactDirectory.ShouldBe(_folder);
    }

    [Theory]
    [InlineData("0", "successful", AnsibleRunStatus.Successful, 0)]
    [InlineData("None", "failed", AnsibleRunStatus.Failed, null)]
    [InlineData("254", "timeout", AnsibleRunStatus.Timeout, null)]
    [InlineData("254", "canceled", AnsibleRunStatus.Cancelled, null)]
    [InlineData("", "running", AnsibleRunStatus.Failed, null)]
    public async Task Its_files_say_how_it_ended(string code, string status, AnsibleRunStatus expected, int? exitCode)
    {
        WriteEvents(RecordedCase.Load("ok-only"));
        Write("status", status);
        if (code.Length > 0)
        {
            Write("rc", code);
        }

        ExecutionSummary summary = await EventSummarizer.SummarizeArtifactsAsync(_folder, Cancellation);

        summary.Status.ShouldBe(expected);
        summary.ExitCode.ShouldBe(exitCode);
        summary.Warnings.Any(warning => warning.Contains("has not ended", StringComparison.Ordinal)).ShouldBe(code.Length == 0);
    }

    [Fact]
    public async Task Without_events_the_terminal_text_is_read()
    {
        Write("rc", "2");
        Write("stdout", "\e[0;35m[WARNING]: careful\e[0m\r\n\r\nPLAY [all] ***\r\n\r\nPLAY RECAP ****\r\n\e[0;31mh1\e[0m  : ok=3    changed=1    unreachable=0    failed=1    skipped=2    rescued=0    ignored=0   \r\n");

        ExecutionSummary summary = await EventSummarizer.SummarizeArtifactsAsync(_folder, Cancellation);

        summary.HostsSummary["h1"].ShouldBe(new HostSummary { Ok = 3, Changed = 1, Failures = 1, Skipped = 2 });
        summary.FailedCount.ShouldBe(1);
        summary.FailuresOmitted.ShouldBe(1);
        summary.Warnings.ShouldBe(["[WARNING]: careful"]);
    }

    [Fact]
    public async Task What_is_no_artifact_folder_is_said_to_be_none()
    {
        (await Should.ThrowAsync<AnsibleArtifactsException>(() => EventSummarizer.SummarizeArtifactsAsync(Path.Combine(_folder, "gone"), Cancellation))).Message.ShouldContain("There is no folder");
        (await Should.ThrowAsync<AnsibleArtifactsException>(() => EventSummarizer.SummarizeArtifactsAsync(_folder, Cancellation))).Message.ShouldContain("is not an artifact folder");
        string run = Directory.CreateDirectory(Path.Combine(_folder, "artifacts", "run1", "job_events")).Parent!.FullName;
        (await Should.ThrowAsync<AnsibleArtifactsException>(() => EventSummarizer.SummarizeArtifactsAsync(_folder, Cancellation))).Message.ShouldEndWith($"Did you mean '{run}'?");
    }

    [Fact]
    public async Task Half_written_and_foreign_files_are_left_out_and_gaps_bridged()
    {
        string events = Directory.CreateDirectory(Path.Combine(_folder, "job_events")).FullName;
        File.WriteAllText(Path.Combine(events, "2-b.json"), AnsibleRecord.Ok("h1"));
        File.WriteAllText(Path.Combine(events, "100000-c.json"), AnsibleRecord.Ok("h1"));
        File.WriteAllText(Path.Combine(events, "3-partial.json"), AnsibleRecord.Ok("forged"));
        File.WriteAllText(Path.Combine(events, "4-d.json"), AnsibleRecord.Ok("h1")[..20]);
        File.WriteAllText(Path.Combine(events, "notes.json"), AnsibleRecord.Ok("forged"));
        File.WriteAllText(Path.Combine(events, "5-e.json.tmp"), AnsibleRecord.Ok("forged"));

        (await EventSummarizer.SummarizeArtifactsAsync(_folder, Cancellation)).HostsSummary["h1"].Ok.ShouldBe(2);
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_holds_no_events()
    {
        EventSummarizer summarizer = new();

        await summarizer.AddFolderAsync("/no/such/folder", Cancellation);

        summarizer.Summarize(AnsibleRunStatus.Successful, 0, default).HostsSummary.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_is_an_error_that_names_the_folder()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "job_events", "1-a.json"));

        (await Should.ThrowAsync<AnsibleArtifactsException>(() => EventSummarizer.SummarizeArtifactsAsync(_folder, Cancellation))).Message.ShouldContain("job_events");
    }

    private void WriteEvents(RecordedCase recorded)
    {
        string events = Directory.CreateDirectory(Path.Combine(_folder, "job_events")).FullName;
        foreach (string line in File.ReadLines(recorded.EventsFile))
        {
            JsonNode next = JsonNode.Parse(line)!;
            File.WriteAllText(Path.Combine(events, $"{next["counter"]}-{next["uuid"]}.json"), line);
        }
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
