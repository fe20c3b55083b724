using Playbooks.Ansible;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>Real Ansible over real ssh, with host keys checked.</summary>
public sealed class SshHostSpecs
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task A_host_that_goes_away_in_the_middle_is_unreachable_and_the_others_go_on()
    {
        await using SshHosts hosts = await SshHosts.StartAsync(3);
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook(
            """
            - name: Begin
              ansible.builtin.command: touch {{ folder }}/{{ inventory_hostname }}
            - name: Wait to go on
              ansible.builtin.shell: touch {{ folder }}/{{ inventory_hostname }}-waits; until test -e {{ folder }}/go; do sleep 0.05; done
              changed_when: false
            - name: Go on
              ansible.builtin.ping:
            """,
            hosts.Inventory());
        string folder = repository.ArtifactFolder;
        AnsibleRequest request = new() { Playbook = "site.yml", ExtraVars = new Dictionary<string, object?> { ["folder"] = folder } };
        await using AnsibleExecutor ansible = repository.Executor();

        Task<ExecutionSummary> run = ansible.ExecuteAsync(request, Token);
        await Eventually.IsAsync(() => run.IsCompleted || hosts.All.Keys.All(host => File.Exists(Path.Combine(folder, host + "-waits"))), "every host waits", Token);
        await hosts.All["web2"].KillAsync();
        await File.WriteAllTextAsync(Path.Combine(folder, "go"), "", Token);
        ExecutionSummary summary = await run;

        summary.Status.ShouldBe(AnsibleRunStatus.Failed);
        summary.ExitCode.ShouldBe(4);
        summary.HostsSummary["web1"].ShouldBe(new HostSummary { Ok = 3, Changed = 1 });
        summary.HostsSummary["web2"].ShouldBe(new HostSummary { Ok = 1, Changed = 1, Unreachable = 1 });
        summary.HostsSummary["web3"].ShouldBe(new HostSummary { Ok = 3, Changed = 1 });
        (summary.OkCount, summary.ChangedCount, summary.UnreachableCount, summary.FailedCount).ShouldBe((7, 3, 1, 0));
        summary.KeyErrors.ShouldHaveSingleItem().ShouldContain("Failed to connect to the host via ssh");
        summary.Warnings.ShouldBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task A_host_whose_key_has_changed_is_unreachable_with_a_message_that_says_so()
    {
        await using SshHosts hosts = await SshHosts.StartAsync(3);
        await hosts.ChangeKnownKeyAsync("web3");
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("- name: Greet\n  ansible.builtin.ping:", hosts.Inventory());
        await using AnsibleExecutor ansible = repository.Executor();

        ExecutionSummary summary = await ansible.ExecuteAsync(new AnsibleRequest { Playbook = "site.yml" }, Token);

        summary.ExitCode.ShouldBe(4);
        (summary.OkCount, summary.UnreachableCount).ShouldBe((2, 1));
        summary.KeyErrors.ShouldHaveSingleItem().ShouldContain("Host key verification failed");
    }
}
