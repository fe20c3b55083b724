using Playbooks.Ansible;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>Many runs over one repository at a time know nothing of each other.</summary>
public sealed class ConcurrentRunSpecs
{
    private const int Count = 20;
    private const int Cancelled = 5;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task Runs_at_once_with_their_own_extra_vars_never_mix_and_some_are_cancelled(AnsibleBackend backend)
    {
        string mark = "playbooks-mark-" + Guid.NewGuid().ToString("N");
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook($$$"""
            - { name: Set, set_stats: { data: { number: "{{ number }}" } }, run_once: true }
            - { name: Own, assert: { that: "own == 'of run %d' % number" } }
            - name: "Wait {{ number }}"
              command: python3 -c "import pathlib, sys, time; pathlib.Path(sys.argv[2]).touch(); time.sleep(300)" {{{mark}}} {{ started }}
              when: slow
            - { name: "Fail {{ number }}", fail: { msg: "number {{ number }}" }, when: number is divisibleby 2 }
            """);
        AnsibleExecutor ansible = repository.Executor(backend);

        await Task.WhenAll(Enumerable.Range(0, Count).Select(number => number < Cancelled ? CancelAsync(number) : CheckAsync(number)));

        Machine.Processes(mark).ShouldBeEmpty();
        Directory.GetDirectories(repository.ArtifactFolder).Length.ShouldBe(AnsibleExecutorOptions.DefaultArtifactRetention);
        repository.Files().ShouldBe(["inventory", "site.yml"]);

        AnsibleRequest Request(int number) => new()
        {
            Playbook = "site.yml",
            Limit = "h1",
            ExtraVars = new Dictionary<string, object?>
            {
                ["number"] = (long)number,
                ["own"] = new Secret($"of run {number}"),
                ["slow"] = number < Cancelled,
                ["started"] = Started(number),
            },
        };
        string Started(int number) => Path.Combine(repository.ArtifactFolder, $"started-{number}");

        async Task CheckAsync(int number)
        {
            ExecutionSummary summary = await ansible.ExecuteAsync(Request(number), Token);
            summary.CustomStats["number"]?.ToString().ShouldBe(number.ToString());
            summary.HostsSummary["h1"].ShouldBe(number % 2 == 0 ? new HostSummary { Ok = 2, Failures = 1, Skipped = 1 } : new HostSummary { Ok = 2, Skipped = 2 });
            summary.FailedTasks.ShouldBe(number % 2 == 0 ? [$"Fail {number}"] : []);
        }

        async Task CancelAsync(int number)
        {
            using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
            Task<ExecutionSummary> run = ansible.ExecuteAsync(Request(number), cancel.Token);
            await Eventually.IsAsync(() => run.IsCompleted || File.Exists(Started(number)), $"run {number} has begun", Token);
            await cancel.CancelAsync();
            AnsibleCanceledException exception = await Assert.ThrowsAsync<AnsibleCanceledException>(() => run);
            exception.Summary.HostsSummary["h1"].ShouldBe(new HostSummary { Ok = 2 });
        }
    }
}
