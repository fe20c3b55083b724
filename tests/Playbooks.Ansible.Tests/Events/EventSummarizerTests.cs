using Playbooks.Ansible.Events;

namespace Playbooks.Ansible.Tests.Events;

public sealed class EventSummarizerTests
{
    [Fact]
    public void Summarize_SameErrorOnManyHosts_IsOneKeyErrorWithItsHosts()
    {
        EventSummarizer summarizer = new();
        foreach (string host in (string[])["web1", "web2", "web3", "web4", "web5"])
        {
            summarizer.Add(Failure(host, "Check disk", "disk is full"));
        }

        ExecutionSummary summary = summarizer.Summarize(AnsibleRunStatus.Failed, 2, TimeSpan.FromMilliseconds(1234));

        summary.KeyErrors.ShouldBe(["Check disk: disk is full (web1, web2 and 3 more)"]);
        summary.FailedTasks.ShouldBe(["Check disk"]);
        summary.DurationMs.ShouldBe(1234);
    }

    [Fact]
    public void Summarize_SameErrorOnTwoHosts_NamesBoth()
    {
        EventSummarizer summarizer = new();
        summarizer.Add(Failure("a", "T", "m"));
        summarizer.Add(Failure("b", "T", "m"));

        summarizer.Summarize(AnsibleRunStatus.Failed, 2, default).KeyErrors.ShouldBe(["T: m (a, b)"]);
    }

    [Fact]
    public void Summarize_NoEventsAndExitCode0_SaysThatNothingRan()
    {
        ExecutionSummary summary = new EventSummarizer().Summarize(AnsibleRunStatus.Successful, 0, default);

        summary.NothingRan.ShouldBeTrue();
        summary.HostsSummary.ShouldBeEmpty();
    }

    [Fact]
    public void Summarize_FailureWithoutAnyError_KeepsTheLastLines()
    {
        EventSummarizer summarizer = new();
        summarizer.Add(new AnsibleEvent { Kind = AnsibleEventKind.Text, Text = "Traceback (most recent call last):\nKeyError: 'x'" });

        summarizer.Summarize(AnsibleRunStatus.Failed, 250, default).KeyErrors
            .ShouldBe(["Ansible ended with exit code 250. Its last lines: Traceback (most recent call last):\nKeyError: 'x'"]);
    }

    [Fact]
    public void Summarize_WithoutStatistics_TakesTheLastFailureOfAHostForTheRealOne()
    {
        EventSummarizer summarizer = new();
        summarizer.Add(Failure("h1", "First", "1"));
        summarizer.Add(Failure("h1", "Second", "2"));

        ExecutionSummary summary = summarizer.Summarize(AnsibleRunStatus.Timeout, null, default);

        summary.FailedTasks.ShouldBe(["Second"]);
        summary.RescuedCount.ShouldBe(1);
        summary.FailedCount.ShouldBe(1);
    }

    [Fact]
    public void Summarize_EveryKindOfEvent_IsTaken()
    {
        EventSummarizer summarizer = new();
        foreach (AnsibleEventKind kind in Enum.GetValues<AnsibleEventKind>().Where(kind => kind != AnsibleEventKind.Statistics))
        {
            summarizer.Add(new AnsibleEvent { Kind = kind, Host = "h", Hosts = ["h"], Task = "t", TaskId = "1" });
        }

        summarizer.Summarize(AnsibleRunStatus.Failed, 2, default).HostsSummary["h"]
            .ShouldBe(new HostSummary { Ok = 2, Skipped = 1, Failures = 1, Unreachable = 1 });
    }

    private static AnsibleEvent Failure(string host, string task, string message)
        => new() { Kind = AnsibleEventKind.Failed, Host = host, Task = task, TaskId = task, Message = message };
}
