using Playbooks.Ansible;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>Whatever tasks give back, the records stay short, the figures true and our memory small.</summary>
public sealed class DirectRobustnessSpecs
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [InlineData(1)]
    [InlineData(100)]
    public async Task A_huge_result_keeps_the_beginning_and_end_of_its_message(int megabytes)
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("""
            - name: Huge
              shout: { megabytes: "{{ megabytes }}" }
            """);
        repository.Write("library/shout.py", """
            from ansible.module_utils.basic import AnsibleModule
            module = AnsibleModule({'megabytes': {'type': 'int'}})
            module.fail_json(msg='begin' + 'x' * (module.params['megabytes'] * 1024 * 1024) + 'end')
            """);

        ExecutionSummary summary = await RunAsync(repository, ("megabytes", (long)megabytes));

        string message = summary.Failures.ShouldHaveSingleItem().Message;
        message.Length.ShouldBeLessThan(10_000);
        message.ShouldStartWith("begin");
        message.ShouldEndWith("end");
    }

    [Fact(Timeout = Limit)]
    public async Task Results_that_are_no_plain_text_are_told_all_the_same()
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("""
            - { name: Bytes, shell: "printf 'caf\\351 \\377'; exit 3", ignore_errors: true }
            - { name: Map, fail: { msg: { a: [1, 2.5, null], b: "{{ 'x' }}" } }, ignore_errors: true }
            - { name: Set, fail: { msg: "{{ [3] | odd }}" }, ignore_errors: true }
            - { name: Deep, odd: { levels: 60 }, ignore_errors: true }
            - { name: Wide, odd: { width: 200000 }, ignore_errors: true }
            - { name: Loop, fail: { msg: "no {{ item }}" }, loop: "{{ range(300) | list }}", loop_control: { label: "{{ 'n' ~ item }}" } }
            """);
        repository.Write("filter_plugins/odd.py", "class FilterModule:\n    def filters(self):\n        return {'odd': lambda values: set(values)}\n");
        repository.Write("library/odd.py", """
            from ansible.module_utils.basic import AnsibleModule
            module = AnsibleModule({'levels': {'type': 'int', 'default': 0}, 'width': {'type': 'int', 'default': 0}})
            msg = 'core'
            for _ in range(module.params['levels']):
                msg = {'down': [msg]}
            if module.params['width']:
                msg = ['text %d' % n for n in range(module.params['width'])]
            module.fail_json(msg=msg)
            """);

        ExecutionSummary summary = await RunAsync(repository);

        summary.HostsSummary["h1"].ShouldBe(new HostSummary { Ok = 5, Failures = 1, Ignored = 5, Changed = summary.ChangedCount });
        summary.KeyErrors.ShouldBe(["Loop: (item=n0) no 0; (item=n1) no 1; (item=n2) no 2; and 297 more"]);
    }

    [Fact(Timeout = Limit)]
    public async Task Encrypted_values_are_not_told_and_data_for_the_caller_is_whole()
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("""
            - name: Data
              set_stats: { data: { list: "{{ range(5000) | list }}", text: "{{ 'x' * 20000 }}", deep: { a: { b: { c: { d: { e: { f: { g: bottom } } } } } } } } }
            """);

        ExecutionSummary summary = await RunAsync(repository);

        summary.CustomStats["list"].ShouldBeAssignableTo<System.Collections.ICollection>()!.Count.ShouldBe(5000);
        summary.CustomStats["text"].ShouldBeOfType<string>().Length.ShouldBe(20000);
        PlaybookValues.ToText(summary.CustomStats["deep"]).ShouldContain("bottom");
    }

    [Theory(Timeout = Limit)]
    [InlineData("linear")]
    [InlineData("free")]
    [InlineData("host_pinned")]
    public async Task Every_strategy_gives_the_same_figures(string strategy)
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("- debug:");
        repository.WritePlaybook("site.yml", """
            - { name: Good, debug: { msg: here } }
            - block: [ { name: Bad, fail: { msg: broken } } ]
              rescue: [ { name: Rescue, debug: { msg: saved } } ]
            - { name: Last, fail: { msg: end }, when: inventory_hostname == 'h2' }
            """, $"  strategy: {strategy}\n");

        ExecutionSummary summary = await repository.Executor(AnsibleBackend.Direct).ExecuteAsync(new AnsibleRequest { Playbook = "site.yml" }, Token);

        summary.HostsSummary["h1"].ShouldBe(new HostSummary { Ok = 2, Rescued = 1, Skipped = 1 });
        summary.HostsSummary["h2"].ShouldBe(new HostSummary { Ok = 2, Rescued = 1, Failures = 1 });
        summary.KeyErrors.ShouldBe(["Last: end"]);
    }

    [Fact(Timeout = Limit)]
    public async Task The_debug_strategy_ends_as_nobody_answers_it()
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("- debug:");
        repository.WritePlaybook("site.yml", "- { name: Bad, fail: { msg: broken } }", "  strategy: debug\n");

        ExecutionSummary summary = await RunAsync(repository);

        summary.Status.ShouldBe(AnsibleRunStatus.Failed);
    }

    [Fact(Timeout = Limit)]
    public async Task What_Ansible_forked_and_forgot_does_not_hold_up_the_result()
    {
        string mark = "playbooks-mark-" + Guid.NewGuid().ToString("N");
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("- { name: Fork, assert: { that: \"'x' | forget == 'x'\" } }");

        // A copy of Ansible's worker, with everything that it has open but its streams.
        repository.Write("filter_plugins/forget.py", $$"""
            import os, signal
            def forget(value):
                if os.fork() == 0:
                    os.setsid()
                    null = os.open('/dev/null', os.O_RDWR)
                    for stream in (0, 1, 2):
                        os.dup2(null, stream)
                    open(os.environ['RECORD'], 'w').write(str(os.getpid()))
                    signal.pause()
                return value
            class FilterModule:
                def filters(self):
                    return {'forget': forget}
            """);
        string record = Path.Combine(repository.ArtifactFolder, mark);

        // It goes on with the event socket open; without this it would be ended with the run.
        repository.Options.KeepBackgroundProcesses = true;

        ExecutionSummary summary = await repository.Executor(AnsibleBackend.Direct).ExecuteAsync(
            new AnsibleRequest { Playbook = "site.yml", Limit = "h1", Environment = new Dictionary<string, object> { ["RECORD"] = record } }, Token);

        summary.OkCount.ShouldBe(1);
        using System.Diagnostics.Process forgotten = System.Diagnostics.Process.GetProcessById(int.Parse(File.ReadAllText(record)));
        forgotten.Kill();
    }

    [Fact(Timeout = Limit)]
    public async Task A_plugin_that_fails_loses_a_record_and_neither_the_play_nor_a_figure()
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("""
            - { name: Bad, fail: { msg: broken }, ignore_errors: true }
            - { name: Good, debug: { msg: here } }
            """);
        repository.Write("callback_plugins/breaker.py", """
            import sys
            from ansible.plugins.callback import CallbackBase
            class CallbackModule(CallbackBase):
                CALLBACK_VERSION = 2.0
                CALLBACK_TYPE = 'notification'
                CALLBACK_NAME = 'breaker'
                def v2_playbook_on_start(self, playbook):
                    for module in list(sys.modules.values()):
                        if hasattr(module, '_told') and hasattr(module, 'LONGEST_RESULT'):
                            module._told = None
            """);

        ExecutionSummary summary = await RunAsync(repository);

        summary.Status.ShouldBe(AnsibleRunStatus.Successful);
        summary.HostsSummary["h1"].ShouldBe(new HostSummary { Ok = 2, Ignored = 1 });
        summary.Warnings.ShouldHaveSingleItem().ShouldContain("Failure using method (v2_runner_on_failed)");
    }

    [Fact(Timeout = Limit)]
    public async Task No_task_finds_the_way_to_our_socket()
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("""
            - { name: Of a module, command: printenv PLAYBOOKS_EVENTS, register: found, failed_when: found.rc == 0 }
            - { name: Of Ansible itself, assert: { that: "lookup('env', 'PLAYBOOKS_EVENTS') == ''" } }
            """);

        ExecutionSummary summary = await RunAsync(repository);

        summary.KeyErrors.ShouldBeEmpty();
        summary.OkCount.ShouldBe(2);
    }

    private static Task<ExecutionSummary> RunAsync(TemporaryRepository repository, params (string Name, object? Value)[] vars)
        => repository.Executor(AnsibleBackend.Direct).ExecuteAsync(
            new AnsibleRequest { Playbook = "site.yml", Limit = "h1", ExtraVars = vars.ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal) }, Token);
}
