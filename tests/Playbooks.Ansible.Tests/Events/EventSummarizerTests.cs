using Playbooks.Ansible.Events;
using Playbooks.Ansible.Tests.Support;

namespace Playbooks.Ansible.Tests.Events;

public sealed class EventSummarizerTests
{
    [Fact]
    public async Task Summarize_SameErrorOnManyHosts_IsOneKeyErrorWithItsHosts()
    {
        ExecutionSummary summary = await AnsibleRecord.FoldAsync(
            [.. ((string[])["web1", "web2", "web3", "web4", "web5"]).Select(host => AnsibleRecord.Failed(host, "Check disk", "disk is full"))]);

        summary.KeyErrors.ShouldBe(["Check disk: disk is full (web1, web2 and 3 more)"]);
        summary.FailedTasks.ShouldBe(["Check disk"]);
    }

    [Fact]
    public async Task Summarize_SameErrorOnTwoHosts_NamesBoth()
        => (await AnsibleRecord.FoldAsync(AnsibleRecord.Failed("b", "T", "m"), AnsibleRecord.Failed("a", "T", "m"))).KeyErrors.ShouldBe(["T: m (a, b)"]);

    [Fact]
    public void Summarize_NoEventsAndExitCode0_SaysThatNothingRan()
    {
        ExecutionSummary summary = new EventSummarizer().Summarize(AnsibleRunStatus.Successful, 0, TimeSpan.FromMilliseconds(1234));

        summary.NothingRan.ShouldBeTrue();
        summary.Warnings.ShouldHaveSingleItem().ShouldStartWith("Nothing ran: no host or no task matched");
        summary.HostsSummary.ShouldBeEmpty();
        summary.DurationMs.ShouldBe(1234);
    }

    [Theory]
    [InlineData(250, "Ansible ended with exit code 250. Its last lines: Traceback (most recent call last):\nKeyError: 'x'")]
    [InlineData(8, "Ansible ended with exit code 8. Its last lines: Traceback (most recent call last):\nKeyError: 'x'")]
    [InlineData(null, "Ansible was killed from outside, such as by the system when memory ran out. Its last lines: Traceback (most recent call last):\nKeyError: 'x'")]
    public void Summarize_FailureWithoutAnyError_KeepsTheLastLines(int? exitCode, string error)
    {
        EventSummarizer summarizer = new();
        summarizer.AddText("Traceback (most recent call last):\nKeyError: 'x'");

        summarizer.Summarize(AnsibleRunStatus.Failed, exitCode, default).KeyErrors.ShouldBe([error]);
    }

    [Fact]
    public async Task Summarize_WithoutStatistics_TakesTheLastFailureOfAHostForTheRealOne()
    {
        ExecutionSummary summary = await AnsibleRecord.FoldAsync(AnsibleRecord.Failed("h1", "First", "1"), AnsibleRecord.Failed("h1", "Second", "2"));

        summary.FailedTasks.ShouldBe(["Second"]);
        summary.RescuedCount.ShouldBe(1);
        summary.FailedCount.ShouldBe(1);
    }

    [Fact]
    public async Task Summarize_MoreFailuresThanAreTold_SaysHowManyAreLeftOut()
    {
        ExecutionSummary summary = await AnsibleRecord.FoldAsync([.. Enumerable.Range(0, 1500).Select(at => AnsibleRecord.Failed($"h{at}", "T", $"m{at}"))]);

        summary.FailedCount.ShouldBe(1500);
        summary.Failures.Count.ShouldBe(ExecutionSummary.MaximumFailures);
        summary.FailuresOmitted.ShouldBe(500);
    }

    [Fact]
    public async Task Summarize_SlowestTasks_AreTheLongestOfEachTask()
    {
        static string Took(string host, string task, string seconds) => AnsibleRecord.Of("runner_on_ok", $"{AnsibleRecord.Task(host, task)},\"duration\":{seconds},\"res\":{{}}");
        List<string> lines = [.. Enumerable.Range(1, 8).Select(at => Took("h1", $"T{at}", $"{at}.5"))];
        lines.Add(Took("h2", "T1", "20"));
        lines.Add(Took("h3", "T8", "0.1"));
        lines.Add(Took("h3", "T2", "NaN"));

        (await AnsibleRecord.FoldAsync([.. lines])).SlowestTasks.ShouldBe(
            [new("T1", "h2", 20_000), new("T8", "h1", 8500), new("T7", "h1", 7500), new("T6", "h1", 6500), new("T5", "h1", 5500)]);
    }

    [Fact]
    public async Task Summarize_Failure_SaysWhereItStands()
    {
        ExecutionSummary summary = await AnsibleRecord.FoldAsync(AnsibleRecord.Failed("h1", "T", "m", ",\"task_path\":\"/project/site.yml:7\",\"resolved_action\":\"ansible.builtin.shell\""));

        summary.Failures.ShouldBe([new TaskFailure { Host = "h1", Task = "T", Action = "shell", Message = "m", Location = "/project/site.yml:7" }]);
    }
}
