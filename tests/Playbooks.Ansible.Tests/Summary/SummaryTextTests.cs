using Playbooks.Ansible.Events;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Ansible.Tests.Summary;

/// <summary>What people see of a summary, compared with reviewed files. <c>PLAYBOOKS_ACCEPT_TEXT=1</c> writes them anew.</summary>
public sealed class SummaryTextTests
{
    [Theory]
    [InlineData("partial-failure")]
    [InlineData("unreachable-host")]
    [InlineData("yaml-syntax-error")]
    [InlineData("loop-one-fails")]
    [InlineData("no-hosts-matched")]
    public async Task ToText_ARecordedRun_IsTheReviewedText(string name)
    {
        RecordedCase recorded = RecordedCase.Load(name);
        EventSummarizer summarizer = new();
        await using Stream events = recorded.OpenEvents();
        await summarizer.AddLinesAsync(events, "case", TestContext.Current.CancellationToken);
        int code = recorded.Expected.GetProperty("exit_code").GetInt32();

        string text = summarizer.Summarize(code == 0 ? AnsibleRunStatus.Successful : AnsibleRunStatus.Failed, code, TimeSpan.FromMilliseconds(1234)).ToText();

        string file = Checkout.PathOf("tests", "Playbooks.Ansible.Tests", "Summary", "Texts", $"{name}.txt");
        if (Environment.GetEnvironmentVariable("PLAYBOOKS_ACCEPT_TEXT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        }

        text.ShouldBe(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void ToText_ControlCharacters_BecomeSpaces()
    {
        ExecutionSummary summary = new()
        {
            Status = AnsibleRunStatus.Failed,
            Failures = [new TaskFailure { Host = "h\r1", Task = "T\e[2J", Message = "a\nb\u202Ec\u009Bd" }],
            Warnings = ["w\a"],
        };

        string text = summary.ToText();

        text.ShouldContain("  h 1: T [2J\n      a\n      b c d\n");
        text.Where(letter => char.IsControl(letter) && letter != '\n').ShouldBeEmpty();
    }

    [Fact]
    public void ToText_VeryManyHostsAndFailures_AreCut()
    {
        ExecutionSummary summary = new()
        {
            Status = AnsibleRunStatus.Failed,
            HostsSummary = Enumerable.Range(0, 200).ToDictionary(at => $"h{at:000}", at => new HostSummary { Failures = at == 199 ? 1 : 0 }),
            Failures = [.. Enumerable.Range(0, 30).Select(at => new TaskFailure { Host = $"h{at}", Task = "T", Message = "m" })],
            FailuresOmitted = 5,
        };

        string text = summary.ToText();

        text.ShouldContain("hosts:\n  h199");
        text.ShouldContain("  and 150 more\n");
        text.ShouldContain("  and 15 more\n");
    }
}
