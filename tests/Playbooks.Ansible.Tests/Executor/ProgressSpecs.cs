using System.Collections.Concurrent;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Ansible.Tests.Executor;

/// <summary>Watching a run while it goes on.</summary>
public sealed class ProgressSpecs
{
    [Fact(Timeout = Limit)]
    public async Task The_last_report_has_the_figures_of_the_summary()
    {
        using FakeRepository repository = new("changed-ok-skipped");
        Collector seen = new();

        ExecutionSummary summary = await ExecuteAsync(repository, seen);

        AnsibleProgress last = seen.Reports.Last();
        (last.Ok, last.Changed, last.Failed, last.Skipped, last.Unreachable).ShouldBe((summary.OkCount, summary.ChangedCount, summary.FailedCount, summary.SkippedCount, summary.UnreachableCount));
        last.Hosts.ShouldBe(summary.HostsSummary.Count);
        last.Play.ShouldNotBeEmpty();
        last.ToString().ShouldStartWith($"task '{last.Task}': {summary.OkCount} ok, {summary.ChangedCount} changed on {last.Hosts} host");
    }

    [Fact(Timeout = Limit)]
    public async Task Figures_come_while_the_run_is_still_under_way()
    {
        using FakeRepository repository = new("changed-ok-skipped", new { hang = "polite" });
        using CancellationTokenSource stop = new();
        Collector seen = new() { OnReport = report => { if (report.Ok > 0) { stop.Cancel(); } } };

        await Assert.ThrowsAsync<AnsibleCanceledException>(() => ExecuteAsync(repository, seen, stop.Token));

        // The run hangs for ever: only a figure that came before its end has ended it.
        seen.Reports.ShouldContain(report => report.Ok > 0);
    }

    [Fact(Timeout = Limit)]
    public async Task A_handler_that_throws_harms_nobody()
    {
        using FakeRepository repository = new("changed-ok-skipped");
        Collector seen = new() { OnReport = _ => throw new InvalidOperationException("broken") };

        (await ExecuteAsync(repository, seen)).IsSuccessful.ShouldBeTrue();

        seen.Reports.ShouldNotBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task A_handler_that_hangs_does_not_keep_the_result()
    {
        using FakeRepository repository = new("changed-ok-skipped");
        using ManualResetEventSlim never = new();
        Collector seen = new() { OnReport = _ => never.Wait(TestContext.Current.CancellationToken) };

        (await ExecuteAsync(repository, seen)).IsSuccessful.ShouldBeTrue();

        never.Set();
    }

    private static async Task<ExecutionSummary> ExecuteAsync(FakeRepository repository, IProgress<AnsibleProgress> progress, CancellationToken cancellationToken = default)
    {
        await using AnsibleExecutor executor = new(repository.Folder, repository.Options);
        return await executor.ExecuteAsync(new AnsibleRequest { Playbook = "site.yml" }, progress, cancellationToken);
    }

    private sealed class Collector : IProgress<AnsibleProgress>
    {
        public ConcurrentQueue<AnsibleProgress> Reports { get; } = [];

        public Action<AnsibleProgress> OnReport { get; init; } = _ => { };

        public void Report(AnsibleProgress value)
        {
            Reports.Enqueue(value);
            OnReport(value);
        }
    }
}
