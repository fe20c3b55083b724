using System.Text;
using Playbooks.Ansible.Events;
using Playbooks.Ansible.Tests.Support;

namespace Playbooks.Ansible.Tests.Events;

/// <summary>Whatever the summarizer shortens, it masks first.</summary>
public sealed class MaskedBeforeCutSpecs
{
    private const string Token = "Zq7xK9-canary-4WvpL2m";

    [Theory]
    [InlineData(480)]
    [InlineData(990)]
    [InlineData(1985)]
    [InlineData(2040)]
    [InlineData(4090)]
    [InlineData(8180)]
    public async Task A_long_name_warning_error_or_last_line_shows_no_part_of_a_secret(int before)
    {
        string text = new string('x', before) + Token + new string('y', 20_000) + Token + new string('z', before);
        EventSummarizer summarizer = Summarizer();
        await AddAsync(
            summarizer,
            AnsibleRecord.Of("playbook_on_play_start", $"\"name\":\"{text}\",\"play\":\"{text}\""),
            AnsibleRecord.Of("playbook_on_task_start", $"\"name\":\"{text}\",\"task\":\"{text}\",\"task_uuid\":\"id-T\""),
            AnsibleRecord.Failed("h1", text, text, $",\"task_path\":\"{text}\",\"duration\":1.5"),
            AnsibleRecord.Of("runner_on_ok", $"{AnsibleRecord.Task("h1", "{{ T }}")},\"res\":{{\"changed\":false}},\"duration\":3.5"),
            AnsibleRecord.Of("verbose", "", $"[WARNING]: {text}"),
            AnsibleRecord.Of("verbose", "", $"ERROR! {text}"),
            AnsibleRecord.Of("verbose", "", text));
        summarizer.AddText(text);
        ExecutionSummary summary = summarizer.Summarize(AnsibleRunStatus.Failed, 2, default);

        string seen = summary.ToJson() + summarizer.Progress();

        seen.ShouldContain("xxxx");
        ShouldHoldNoPartOfIt(seen);
    }

    [Fact]
    public async Task The_last_lines_of_a_run_that_says_nothing_else_are_masked_whole()
    {
        EventSummarizer summarizer = Summarizer();
        await AddAsync(summarizer, AnsibleRecord.Of("verbose", "", new string('x', 2040) + Token));
        summarizer.AddText(Token + new string('y', 2040));

        string seen = summarizer.Summarize(AnsibleRunStatus.Failed, 2, default).ToJson();

        seen.ShouldContain("Its last lines: xxxx");
        ShouldHoldNoPartOfIt(seen);
    }

    [Theory]
    [InlineData(8180)]
    [InlineData(8190)]
    public async Task A_secret_at_the_cut_of_a_huge_record_is_masked_by_its_parts(int before)
    {
        // The last line of a crash begins shortly before the cut.
        string said = new string('x', before - 40) + "\\nlast line " + Token + new string('y', 2_000_000);
        EventSummarizer summarizer = Summarizer();
        await AddAsync(summarizer, AnsibleRecord.Of("runner_on_failed", $"{AnsibleRecord.Task("h1", "T")},\"res\":{{\"msg\":\"MODULE FAILURE\",\"module_stderr\":\"{said}\"}}"));

        ShouldHoldNoPartOfIt(summarizer.Summarize(AnsibleRunStatus.Failed, 2, default).ToJson());
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(90, true)]
    [InlineData(150, false)]
    [InlineData(5000, false)]
    public async Task Deep_statistics_cost_no_summary(int levels, bool isTold)
    {
        string deep = string.Concat(Enumerable.Repeat("[", levels)) + "1" + string.Concat(Enumerable.Repeat("]", levels));

        ExecutionSummary summary = await AnsibleRecord.FoldAsync(
            AnsibleRecord.Ok("h1"), AnsibleRecord.Of("playbook_on_stats", $$"""
            "ok":{"h1":1},"artifact_data":{"deep":{{deep}}}
            """));

        summary.ToJson().Contains("[[[[", StringComparison.Ordinal).ShouldBe(isTold);
        summary.Warnings.Any(warning => warning.StartsWith("What the Ansible playbook gave to set_stats is left out", StringComparison.Ordinal)).ShouldBe(!isTold);
        summary.OkCount.ShouldBe(1);
        PlaybookValues.ToJson(summary.ToStepResult().Outputs).ShouldContain("ok_count");
    }

    [Fact]
    public async Task Numbers_that_only_Python_knows_are_read_in_statistics_too()
        => (await AnsibleRecord.FoldAsync(AnsibleRecord.Of("playbook_on_stats", """
            "ok":{"h1":1},"artifact_data":{"load":NaN,"most":Infinity,"least":-Infinity,"text":"NaN"}
            """))).CustomStats["text"].ShouldBe("NaN");

    private static EventSummarizer Summarizer()
    {
        Redactor redactor = new();
        redactor.Add(new Secret(Token));
        return new EventSummarizer(redactor);
    }

    private static Task AddAsync(EventSummarizer summarizer, params string[] lines)
        => summarizer.AddLinesAsync(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))), AnsibleRecord.Ident, TestContext.Current.CancellationToken);

    private static void ShouldHoldNoPartOfIt(string text)
    {
        for (int start = 0; start + 5 <= Token.Length; start++)
        {
            text.ShouldNotContain(Token.Substring(start, 5), Case.Sensitive);
        }
    }
}
