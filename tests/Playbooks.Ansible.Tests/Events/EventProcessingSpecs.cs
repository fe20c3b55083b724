using System.Text;
using Playbooks.Ansible.Events;

namespace Playbooks.Ansible.Tests.Events;

/// <summary>The event processing of the specification, case by case, over one small run of two hosts.</summary>
public sealed class EventProcessingSpecs : IAsyncLifetime
{
    private ExecutionSummary Summary { get; set; } = null!;

    public async ValueTask InitializeAsync() => Summary = await ProcessAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

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

    private static async Task<ExecutionSummary> ProcessAsync()
    {
        using MemoryStream events = new(Encoding.UTF8.GetBytes(string.Join('\n',
            Event("playbook_on_task_start", """{ "name": "Install", "task_uuid": "1" }"""),
            Event("runner_on_ok", """{ "host": "h1", "task": "Install", "task_uuid": "1", "res": { "changed": true } }"""),
            Event("runner_on_ok", """{ "host": "h2", "task": "Install", "task_uuid": "1", "res": { "changed": false } }"""),
            Event("playbook_on_task_start", """{ "name": "Start", "task_uuid": "2" }"""),
            Event("runner_on_ok", """{ "host": "h1", "task": "Start", "task_uuid": "2", "res": { "changed": false } }"""),
            Event("runner_on_failed", """{ "host": "h2", "task": "Start", "task_uuid": "2", "res": { "msg": "port is taken" } }"""),
            Event("playbook_on_task_start", """{ "name": "Clean", "task_uuid": "3" }"""),
            Event("runner_on_skipped", """{ "host": "h1", "task": "Clean", "task_uuid": "3", "res": { "changed": false } }"""),
            Event("playbook_on_stats", """{ "ok": { "h1": 2, "h2": 1 }, "changed": { "h1": 1 }, "skipped": { "h1": 1 }, "failures": { "h2": 1 } }"""))));
        EventSummarizer summarizer = new();
        await summarizer.AddLinesAsync(events);
        return summarizer.Summarize(AnsibleRunStatus.Failed, 2, TimeSpan.FromMilliseconds(1500));
    }

    private static string Event(string name, string data) => $$"""{ "uuid": "u", "counter": 1, "runner_ident": "i", "event": "{{name}}", "event_data": {{data}} }""";
}
