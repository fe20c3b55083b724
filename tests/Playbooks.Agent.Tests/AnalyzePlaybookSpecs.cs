using System.Text.Json.Nodes;
using Playbooks.Agent.Tests.Support;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Agent.Tests;

/// <summary>The work type <c>analyze_playbook</c>, with a fake ansible-lint.</summary>
public sealed class AnalyzePlaybookSpecs
{
    private const string Findings = """
        [{"check_name":"package-latest","categories":["idempotency"],"severity":"minor","description":"No latest.","location":{"path":"site.yml","lines":{"begin":4}},"content":{"body":"Task: install"}},
         {"check_name":"ignore-errors","categories":["unpredictability"],"severity":"major","description":"Use failed_when.","location":{"path":"roles/x/tasks/main.yml","positions":{"begin":{"line":7,"column":3}}}},
         {"check_name":"command-instead-of-shell","categories":["command-shell"],"severity":"major","description":"Use command.","location":{"path":"site.yml","lines":{"begin":1}}},
         {"check_name":"risky-octal","categories":["formatting"],"severity":"major","description":"Quote it.","location":{"path":"site.yml","lines":{"begin":2}}},
         {"check_name":"name[missing]","categories":["idiom"],"severity":"major","description":"Name it.","location":{"path":"site.yml","lines":{"begin":3}}},
         {"check_name":"brand-new","categories":["security"],"severity":"major","description":"New."},
         {"check_name":"meta-no-info","categories":["metadata"],"severity":"info","description":"Tell."}, 5]
        """;

    private static InfrastructureAgent Agent(PlaybookAnalyzer analyzer) => new([new AnalyzePlaybookHandler(analyzer)]);

    [Fact(Timeout = Limit)]
    public async Task Findings_are_grouped_and_each_has_its_reason()
    {
        using FakeRepository repository = new();
        repository.Write("lint.json", Findings);

        WorkResult result = await Agent(repository.Analyzer()).DoAsync("analyze_playbook", ("playbook_path", "site.yml"));

        result.Status.ShouldBe(WorkStatus.Completed, result.ErrorMessage);
        result.ExitCode.ShouldBe(0);
        result.ResourcesUsed["findings"].ShouldBe(8L);
        JsonNode output = JsonNode.Parse(result.Output!)!;
        output["playbook"]!.ToString().ShouldBe("site.yml");
        ((int)output["finding_count"]!).ShouldBe(8);
        Rules(output, "idempotency").ShouldBe(["package-latest"]);
        Rules(output, "error_handling").ShouldBe(["ignore-errors"]);
        Rules(output, "performance").ShouldBe(["command-instead-of-shell"]);
        Rules(output, "best_practices").ShouldBe(["risky-octal", "brand-new"]);
        Rules(output, "standards").ShouldBe(["name[missing]", "meta-no-info", ""]);
        JsonNode first = output["idempotency"]![0]!;
        first["message"]!.ToString().ShouldBe("No latest. (Task: install)");
        first["severity"]!.ToString().ShouldBe("minor");
        ((int)first["line"]!).ShouldBe(4);
        ((int)output["error_handling"]![0]!["line"]!).ShouldBe(7);
        output["error_handling"]![0]!["file"]!.ToString().ShouldBe("roles/x/tasks/main.yml");
        foreach (string group in (string[])["idempotency", "error_handling", "performance", "best_practices", "standards"])
        {
            output[group]!.AsArray().ShouldAllBe(finding => finding!["reason"]!.ToString().Length > 20);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Too_many_findings_are_counted_and_left_out()
    {
        using FakeRepository repository = new();
        repository.Write("lint.json", Findings);

        WorkResult result = await Agent(repository.Analyzer(options => options.MaximumFindings = 3))
            .DoAsync("analyze_playbook", ("playbook_path", "site.yml"));

        JsonNode analysis = JsonNode.Parse(result.Output!)!;
        ((int)analysis["finding_count"]!).ShouldBe(8);
        ((int)analysis["left_out"]!).ShouldBe(5);
        analysis["best_practices"]!.AsArray().ShouldBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task The_program_works_offline_and_keeps_its_files_out_of_the_repository()
    {
        using FakeRepository repository = new();

        await Agent(repository.Analyzer()).DoAsync("analyze_playbook", ("playbook_path", "site.yml"));

        JsonNode call = JsonNode.Parse(File.ReadAllText(Path.Combine(repository.Folder, "lint-call.json")))!;
        call["arguments"]!.AsArray().Select(argument => argument!.ToString()).ShouldBe(["--offline", "--nocolor", "-q", "-f", "json", "--project-dir", ".", "./site.yml"]);
        call["cache"]!.ToString().ShouldNotStartWith(repository.Folder);
        Directory.Exists(call["cache"]!.ToString()).ShouldBeFalse();
    }

    [Fact(Timeout = Limit)]
    public async Task A_missing_program_fails_with_what_to_install()
    {
        using FakeRepository repository = new();

        WorkResult result = await Agent(repository.Analyzer(options => options.LintProgram = "no-such-lint")).DoAsync("analyze_playbook", ("playbook_path", "site.yml"));

        result.Status.ShouldBe(WorkStatus.Failed);
        result.ErrorMessage.ShouldNotBeNull().ShouldContain("'no-such-lint' was not found");
        result.ErrorMessage.ShouldContain("pip install ansible-lint");
    }

    [Fact(Timeout = Limit)]
    public async Task A_program_that_crashes_fails_with_what_it_said()
    {
        using FakeRepository repository = new();
        repository.Write("lint-error", "Traceback: no module named yaml");

        (await Agent(repository.Analyzer()).DoAsync("analyze_playbook", ("playbook_path", "site.yml"))).ErrorMessage.ShouldNotBeNull().ShouldContain("no module named yaml");
    }

    [Theory(Timeout = Limit)]
    [InlineData("{}")]
    [InlineData("[{\"check_name\":")]
    public async Task Output_that_makes_no_sense_fails(string text)
    {
        using FakeRepository repository = new();
        repository.Write("lint.json", text);

        (await Agent(repository.Analyzer()).DoAsync("analyze_playbook", ("playbook_path", "site.yml"))).ErrorMessage.ShouldNotBeNull().ShouldContain("gave no result for 'site.yml'");
    }

    [Fact(Timeout = Limit)]
    public async Task An_analysis_that_takes_too_long_is_stopped()
    {
        using FakeRepository repository = new();
        repository.Write("lint-hang", "");

        TestClock time = new();
        InfrastructureAgent agent = Agent(repository.Analyzer(options => (options.Timeout, options.TimeProvider) = (TimeSpan.FromSeconds(2), time)));

        Task<WorkResult> work = agent.DoAsync("analyze_playbook", ("playbook_path", "site.yml"));
        await repository.UntilItHangsAsync();
        time.Advance(TimeSpan.FromSeconds(2));

        (await work).ErrorMessage.ShouldNotBeNull().ShouldContain("took longer than 2 s");
    }

    [Theory(Timeout = Limit)]
    [InlineData("missing.yml", "Playbook not found: missing.yml")]
    [InlineData("../x.yml", "parameters.playbook_path must stay inside the repository")]
    public async Task A_playbook_that_is_not_there_is_not_analyzed(string path, string message)
    {
        using FakeRepository repository = new();

        (await Agent(repository.Analyzer()).DoAsync("analyze_playbook", ("playbook_path", path))).ErrorMessage.ShouldNotBeNull().ShouldStartWith(message);
    }

    [Fact]
    public void Options_that_make_no_sense_are_named_together()
    {
        string message = Should.Throw<ArgumentException>(() => new PlaybookAnalyzer(Path.GetTempPath(), new PlaybookAnalyzerOptions { LintProgram = "", Timeout = TimeSpan.Zero, MaximumFindings = 0 })).Message;

        message.ShouldContain("LintProgram");
        message.ShouldContain("Timeout");
        message.ShouldContain("MaximumFindings");
    }

    private static IEnumerable<string> Rules(JsonNode output, string group) => output[group]!.AsArray().Select(finding => finding!["rule"]!.ToString());
}
