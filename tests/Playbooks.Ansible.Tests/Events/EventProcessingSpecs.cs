using Playbooks.Ansible.Events;

namespace Playbooks.Ansible.Tests.Events;

/// <summary>The event processing of the specification, case by case, over one small run of two hosts.</summary>
public sealed class EventProcessingSpecs
{
    private static readonly ExecutionSummary Summary = Process();

    [Fact]
    public void Ok_counts_results_that_went_well_changed_ones_among_them() => Summary.OkCount.ShouldBe(3);

    [Fact]
    public void Changed_counts_results_that_changed_something() => Summary.ChangedCount.ShouldBe(1);

    [Fact]
    public void Failed_counts_results_that_failed() => Summary.FailedCount.ShouldBe(1);

    [Fact]
    public void Skipped_counts_results_that_were_skipped() => Summary.SkippedCount.ShouldBe(1);

    [Fact]
    public void Failed_tasks_are_named() => Summary.FailedTasks.ShouldBe(["Start"]);

    [Fact]
    public void Messages_of_failed_tasks_are_kept() => Summary.KeyErrors.ShouldBe(["Start: port is taken"]);

    [Fact]
    public void Duration_is_in_milliseconds() => Summary.DurationMs.ShouldBe(1500);

    [Fact]
    public void Every_host_has_its_own_figures()
    {
        Summary.HostsSummary["h1"].ShouldBe(new HostSummary { Ok = 2, Changed = 1, Skipped = 1 });
        Summary.HostsSummary["h2"].ShouldBe(new HostSummary { Ok = 1, Failures = 1 });
    }

    private static ExecutionSummary Process()
    {
        EventSummarizer summarizer = new();
        summarizer.Add(new AnsibleEvent { Kind = AnsibleEventKind.TaskStart, Task = "Install", TaskId = "1" });
        summarizer.Add(new AnsibleEvent { Kind = AnsibleEventKind.Ok, Host = "h1", Task = "Install", TaskId = "1", Changed = true });
        summarizer.Add(new AnsibleEvent { Kind = AnsibleEventKind.Ok, Host = "h2", Task = "Install", TaskId = "1" });
        summarizer.Add(new AnsibleEvent { Kind = AnsibleEventKind.TaskStart, Task = "Start", TaskId = "2" });
        summarizer.Add(new AnsibleEvent { Kind = AnsibleEventKind.Ok, Host = "h1", Task = "Start", TaskId = "2" });
        summarizer.Add(new AnsibleEvent { Kind = AnsibleEventKind.Failed, Host = "h2", Task = "Start", TaskId = "2", Message = "port is taken" });
        summarizer.Add(new AnsibleEvent { Kind = AnsibleEventKind.TaskStart, Task = "Clean", TaskId = "3" });
        summarizer.Add(new AnsibleEvent { Kind = AnsibleEventKind.Skipped, Host = "h1", Task = "Clean", TaskId = "3" });
        summarizer.Add(new AnsibleEvent
        {
            Kind = AnsibleEventKind.Statistics,
            Statistics = new Dictionary<string, HostSummary> { ["h1"] = new() { Ok = 2, Changed = 1, Skipped = 1 }, ["h2"] = new() { Ok = 1, Failures = 1 } },
        });
        return summarizer.Summarize(AnsibleRunStatus.Failed, 2, TimeSpan.FromMilliseconds(1500));
    }
}
