using System.Globalization;
using Playbooks.Ansible.Tests.Support;

namespace Playbooks.Ansible.Tests.Events;

/// <summary>Which event moves which of Ansible's counters, rule by rule; most of them no recorded run has.</summary>
public sealed class CountingSpecs
{
    private static readonly HostSummary None = new();

    [Theory]
    [InlineData("true", 1)]
    [InlineData("1", 1)]
    [InlineData("\"yes\"", 1)]
    [InlineData("[1]", 1)]
    [InlineData("false", 0)]
    [InlineData("null", 0)]
    [InlineData("0", 0)]
    [InlineData("\"\"", 0)]
    [InlineData("[]", 0)]
    public async Task Changed_is_what_Python_takes_for_true(string changed, int count)
        => (await HostAsync(AnsibleRecord.Ok("h", result: $"\"a\":{{\"changed\":true}},\"changed\":{changed}"))).ShouldBe(None with { Ok = 1, Changed = count });

    [Theory]
    [InlineData("changed: [h] => {", 1)]
    [InlineData(@"\u001b[0;33mchanged: [h]\u001b[0m", 1)]
    [InlineData("ok: [h] => {", 0)]
    public async Task A_result_that_was_too_long_is_counted_by_its_terminal_text(string text, int changed)
        => (await HostAsync(AnsibleRecord.Of("runner_on_ok", AnsibleRecord.Task("h", "T") + ",\"res\":{}", text))).ShouldBe(None with { Ok = 1, Changed = changed });

    [Fact]
    public async Task A_loops_result_that_was_too_long_is_counted_by_its_items()
        => (await HostAsync(
            AnsibleRecord.Of("runner_item_on_ok", AnsibleRecord.Task("h", "T") + ",\"res\":{\"changed\":true}"),
            AnsibleRecord.Of("runner_item_on_ok", AnsibleRecord.Task("h", "T") + ",\"res\":{\"changed\":false}"),
            AnsibleRecord.Of("runner_on_ok", AnsibleRecord.Task("h", "T") + ",\"res\":{}"),
            AnsibleRecord.Of("runner_on_ok", AnsibleRecord.Task("h", "U") + ",\"res\":{}"))).ShouldBe(None with { Ok = 2, Changed = 1 });

    [Theory]
    [InlineData("include_tasks", 0)]
    [InlineData("ansible.builtin.include_role", 0)]
    [InlineData("ansible.legacy.include", 0)]
    [InlineData("include_vars", 1)]
    public async Task An_include_itself_is_not_counted(string action, int ok)
        => (await AnsibleRecord.FoldAsync(AnsibleRecord.Of("runner_on_ok", AnsibleRecord.Task("h", "T", action) + ",\"res\":{\"changed\":false}"))).OkCount.ShouldBe(ok);

    [Theory]
    [InlineData("included: /a for b/x.yml for h1, h2 => (item=c for d)", "h1,h2")]
    [InlineData("included: /a for b/x.yml for h1", "h1")]
    [InlineData(@"\u001b[0;36mincluded: /a for b/x.yml for h1, h2\u001b[0m\r\n", "h1,h2")]
    [InlineData("included: /other.yml for h3 => (item=x for y)", "h3")]
    [InlineData("", "")]
    public async Task An_include_counts_for_each_of_its_hosts(string text, string hosts)
    {
        ExecutionSummary summary = await AnsibleRecord.FoldAsync(AnsibleRecord.Of("playbook_on_include", "\"included_file\":\"/a for b/x.yml\"", text));

        string.Join(',', summary.HostsSummary.Keys).ShouldBe(hosts);
        summary.HostsSummary.Values.ShouldAllBe(host => host == new HostSummary { Ok = 1 });
    }

    [Theory]
    [InlineData("ansible.builtin.meta", 0)]
    [InlineData("meta", 0)]
    [InlineData("include_tasks", 1)]
    public async Task A_skipped_meta_task_is_not_counted(string action, int skipped)
        => (await AnsibleRecord.FoldAsync(AnsibleRecord.Of("runner_on_skipped", AnsibleRecord.Task("h", "T", action)))).SkippedCount.ShouldBe(skipped);

    [Theory]
    [InlineData("true", 1)]
    [InlineData("null", 0)]
    [InlineData("false", 0)]
    public async Task An_ignored_failure_is_ok_and_keeps_what_it_changed(string ignored, int count)
    {
        HostSummary host = await HostAsync(AnsibleRecord.Of("runner_on_failed", $"{AnsibleRecord.Task("h", "T")},\"ignore_errors\":{ignored},\"res\":{{\"changed\":true}}"));

        host.ShouldBe(count == 1 ? None with { Ok = 1, Changed = 1, Ignored = 1 } : None with { Failures = 1 });
    }

    [Theory]
    [InlineData(@"fatal: [h]: UNREACHABLE! => {}\r\n...ignoring", true)]
    [InlineData(@"fatal: [h]: UNREACHABLE! => {}\r\n\u001b[0;36m...ignoring\u001b[0m\r\n", true)]
    [InlineData("fatal: [h]: UNREACHABLE! => {}", false)]
    public async Task An_ignored_unreachable_host_is_ok_and_changes_nothing(string text, bool isIgnored)
        => (await HostAsync(AnsibleRecord.Of("runner_on_unreachable", AnsibleRecord.Task("h", "T") + ",\"res\":{\"changed\":true,\"msg\":\"m\"}", text)))
            .ShouldBe(isIgnored ? None with { Ok = 1, Ignored = 1 } : None with { Unreachable = 1 });

    [Theory]
    [InlineData("runner_item_on_ok")]
    [InlineData("runner_item_on_failed")]
    [InlineData("runner_item_on_skipped")]
    [InlineData("runner_retry")]
    [InlineData("runner_on_start")]
    [InlineData("runner_on_async_ok")]
    [InlineData("runner_on_async_failed")]
    [InlineData("runner_on_async_poll")]
    [InlineData("runner_on_file_diff")]
    [InlineData("playbook_on_notify")]
    [InlineData("playbook_on_task_start")]
    [InlineData("playbook_on_handler_task_start")]
    [InlineData("something_new")]
    public async Task Other_events_count_nothing(string name)
        => (await AnsibleRecord.FoldAsync(AnsibleRecord.Of(name, AnsibleRecord.Task("h", "T") + ",\"res\":{\"changed\":true,\"failed\":true}"))).HostsSummary.Values.ShouldAllBe(host => host == None);

    [Theory]
    [InlineData("include_tasks", "\"reason\":\"Could not find or access 'x'\"", 1)]
    [InlineData("include_tasks", "\"msg\":\"The file name is undefined\"", 0)]
    [InlineData("command", "\"reason\":\"r\"", 0)]
    public async Task A_missing_include_is_never_rescued(string action, string result, int failures)
    {
        string failed = AnsibleRecord.Of("runner_on_failed", $"{AnsibleRecord.Task("h", "Include", action)},\"ignore_errors\":null,\"res\":{{\"failed\":true,{result}}}");

        ExecutionSummary summary = await AnsibleRecord.FoldAsync(failed, AnsibleRecord.Failed("h", "Later", "m"));

        summary.FailedCount.ShouldBe(1 + failures);
        summary.RescuedCount.ShouldBe(1 - failures);
        summary.FailedTasks.ShouldBe(failures == 1 ? ["Include", "Later"] : ["Later"]);
    }

    [Fact]
    public async Task A_missing_include_that_the_task_ignores_is_a_failure_all_the_same()
        => (await HostAsync(AnsibleRecord.Of("runner_on_failed", AnsibleRecord.Task("h", "I", "include_tasks") + ",\"ignore_errors\":true,\"res\":{\"failed\":true,\"reason\":\"r\"}")))
            .ShouldBe(None with { Failures = 1 });

    [Theory]
    [InlineData("Install {{ package }}", "Install nginx", "Install nginx")]
    [InlineData("Install {{ package }}", "", "Install {{ package }}")]
    [InlineData("Install nginx on h1", "Install nginx on h0", "Install nginx on h1")]
    public async Task A_raw_template_is_replaced_by_the_name_at_the_tasks_start(string said, string started, string expected)
    {
        string start = AnsibleRecord.Of("playbook_on_task_start", $"\"name\":\"{started}\",\"task_uuid\":\"id-{said}\"");

        (await AnsibleRecord.FoldAsync(start, AnsibleRecord.Failed("h", said, "m"))).FailedTasks.ShouldBe([expected]);
    }

    [Fact]
    public async Task A_repeated_task_id_means_the_batch_that_began_last()
    {
        static string Start(string name) => AnsibleRecord.Of("playbook_on_task_start", $"\"name\":\"{name}\",\"task_uuid\":\"id-{{{{ x }}}}\"");

        (await AnsibleRecord.FoldAsync(Start("First batch"), Start("Second batch"), AnsibleRecord.Failed("h", "{{ x }}", "m"))).FailedTasks.ShouldBe(["Second batch"]);
    }

    [Theory]
    [InlineData("\"text\"", "text")]
    [InlineData("[\"one\",\"two\"]", "one\ntwo")]
    [InlineData("42", "42")]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    public async Task A_message_may_be_of_any_type(string message, string expected)
        => (await AnsibleRecord.FoldAsync(AnsibleRecord.Of("runner_on_failed", AnsibleRecord.Task("h", "T") + $",\"res\":{{\"msg\":{message}}}"))).Failures[0].Message.Replace(" ", "", StringComparison.Ordinal).ShouldBe(expected);

    [Fact]
    public async Task Figures_of_Ansible_itself_win_over_what_the_events_say()
    {
        ExecutionSummary summary = await AnsibleRecord.FoldAsync(
            AnsibleRecord.Failed("h1", "Rescued", "m"), AnsibleRecord.Failed("h2", "Rescued", "m"), AnsibleRecord.Failed("h2", "Real", "m"),
            AnsibleRecord.Stats(("rescued", "h1", 1), ("rescued", "h2", 1), ("failures", "h2", 1), ("ok", "h1", 3), ("processed", "h3", 1)));

        summary.HostsSummary["h1"].ShouldBe(None with { Ok = 3, Rescued = 1 });
        summary.HostsSummary["h2"].ShouldBe(None with { Failures = 1, Rescued = 1 });
        summary.HostsSummary["h3"].ShouldBe(None);
        summary.FailedTasks.ShouldBe(["Real"]);
    }

    [Fact]
    public async Task What_comes_after_the_figures_of_a_first_playbook_counts_on_top_of_them()
    {
        ExecutionSummary summary = await AnsibleRecord.FoldAsync(
            AnsibleRecord.Failed("h", "Rescued", "m"), AnsibleRecord.Stats(("ok", "h", 5), ("rescued", "h", 1)), AnsibleRecord.Ok("h"), AnsibleRecord.Failed("h", "Real", "m"));

        summary.HostsSummary["h"].ShouldBe(None with { Ok = 6, Rescued = 1, Failures = 1 });
        summary.FailedTasks.ShouldBe(["Real"]);
    }

    [Fact]
    public async Task Figures_that_come_twice_are_taken_once()
    {
        string stats = AnsibleRecord.Stats(("ok", "h", 5), ("failures", "h", 1));

        ExecutionSummary summary = await AnsibleRecord.FoldAsync(AnsibleRecord.Failed("h", "T", "m"), stats, stats);

        summary.HostsSummary["h"].ShouldBe(None with { Ok = 5, Failures = 1 });
        summary.FailedTasks.ShouldBe(["T"]);
    }

    [Theory]
    [InlineData("failures", 1, 0, true)]
    [InlineData("rescued", 0, 1, false)]
    public async Task What_was_counted_for_a_failure_says_what_became_of_it(string counter, int failures, int rescued, bool isTold)
    {
        ExecutionSummary summary = await AnsibleRecord.FoldAsync(
            AnsibleRecord.Counted("runner_on_failed", AnsibleRecord.Task("h", "First") + ",\"res\":{\"msg\":\"m\"}", AnsibleRecord.Step("h", counter)),
            AnsibleRecord.Counted("runner_on_failed", AnsibleRecord.Task("h", "Second") + ",\"res\":{\"msg\":\"m\"}", AnsibleRecord.Step("h", "ignored"), AnsibleRecord.Step("h", "ok")));

        summary.HostsSummary["h"].ShouldBe(None with { Failures = failures, Rescued = rescued, Ignored = 1, Ok = 1 });
        summary.FailedTasks.ShouldBe(isTold ? ["First"] : []);
    }

    [Fact]
    public async Task A_counted_run_counts_nothing_else()
    {
        ExecutionSummary summary = await AnsibleRecord.FoldAsync(
            AnsibleRecord.Of("hello", "\"version\":1"),
            AnsibleRecord.Ok("h"),
            AnsibleRecord.Counted("playbook_on_include", "\"included_file\":\"x\"", AnsibleRecord.Step("h", "ok"), AnsibleRecord.Step("g", "ok")),
            AnsibleRecord.Counted("runner_on_unreachable", AnsibleRecord.Task("g", "T") + ",\"res\":{\"msg\":\"no route\"}", AnsibleRecord.Step("g", "dark")));

        summary.HostsSummary["h"].ShouldBe(None with { Ok = 1 });
        summary.HostsSummary["g"].ShouldBe(None with { Ok = 1, Unreachable = 1 });
        summary.Failures.ShouldHaveSingleItem().Kind.ShouldBe(TaskFailureKind.Unreachable);
        summary.KeyErrors.ShouldBe(["T: no route"]);
    }

    [Fact]
    public async Task What_the_debugger_takes_back_is_not_counted()
    {
        string data = AnsibleRecord.Task("h", "T") + ",\"res\":{\"msg\":\"m\"}";

        ExecutionSummary summary = await AnsibleRecord.FoldAsync(
            AnsibleRecord.Counted("runner_on_failed", data, AnsibleRecord.Step("h", "failures")),
            AnsibleRecord.Counted("runner_on_ok", data, AnsibleRecord.Step("h", "failures", -1), AnsibleRecord.Step("h", "ok", -1), AnsibleRecord.Step("h", "ok")));

        summary.HostsSummary["h"].ShouldBe(None with { Ok = 1 });
        summary.Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_host_that_was_counted_failed_many_times_is_told_many_times()
    {
        // clear_host_errors lets a host go on: each failure counts.
        ExecutionSummary summary = await AnsibleRecord.FoldAsync(
            AnsibleRecord.Failed("h", "One", "m"), AnsibleRecord.Failed("h", "Two", "m"), AnsibleRecord.Stats(("failures", "h", 2)));

        summary.FailedTasks.ShouldBe(["One", "Two"]);
        summary.FailedCount.ToString(CultureInfo.InvariantCulture).ShouldBe("2");
    }

    [Fact]
    public async Task A_parse_error_in_the_middle_of_a_run_leaves_the_figures_so_far()
    {
        ExecutionSummary summary = await AnsibleRecord.FoldAsync(
            AnsibleRecord.Ok("h"), AnsibleRecord.Of("verbose", "", "ERROR! couldn't resolve module/action 'nope'"), AnsibleRecord.Of("verbose", "", "  The error appears to be in 'x.yml'"));

        summary.OkCount.ShouldBe(1);
        summary.RunErrors.ShouldBe(["couldn't resolve module/action 'nope'\n  The error appears to be in 'x.yml'"]);
        summary.KeyErrors.ShouldBe(summary.RunErrors);
    }

    private static async Task<HostSummary> HostAsync(params string[] lines) => (await AnsibleRecord.FoldAsync(lines)).HostsSummary["h"];
}
