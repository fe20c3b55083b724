using System.Text.Json;
using Playbooks.Cli.Tests.Support;

namespace Playbooks.Cli.Tests;

public sealed class HistorySpecs : IDisposable
{
    private const string SaysTwice = """
        name: Twice
        parameters: [{ name: ok, type: boolean, default: true }]
        steps:
          - { id: first, name: First, type: utility.set_variable, parameters: { name: x, value: 1 } }
          - { id: check, name: Check, type: utility.fail, when: "not parameter.ok", parameters: { message: "not [ok]" } }
          - { id: last, name: Last, type: utility.log, parameters: { message: "x is {{ variable.x }}" } }
        outputs: { said: "{{ step.last.message }}" }
        """;

    private readonly CliLibrary _library = new CliLibrary().With("hello.yaml", CliLibrary.SaysHello).With("twice.yaml", SaysTwice);

    public void Dispose() => _library.Dispose();

    [Fact]
    public async Task Every_run_is_kept_outside_of_the_library()
    {
        CliResult run = (await _library.RunAsync("run", "hello.yaml", "-p", "who=Ada")).ShouldExitWith(0);

        JsonElement runs = (await _library.RunAsync("runs", "--format", "json")).ShouldExitWith(0).Json;
        string file = runs.GetProperty("history").GetString()!;
        file.ShouldStartWith(Path.Combine(StateFolder.Folder, "playbooks", Path.GetFileName(_library.Folder) + "-"));
        File.Exists(file).ShouldBeTrue();
        Directory.GetFiles(_library.Folder).Select(Path.GetFileName).ShouldBe(["hello.yaml", "twice.yaml"], ignoreOrder: true);
        JsonElement kept = runs.GetProperty("runs").EnumerateArray().ShouldHaveSingleItem();
        kept.GetProperty("execution_id").GetString().ShouldBe(run.RunId);
        kept.GetProperty("status").GetString().ShouldBe("completed");
        kept.GetProperty("parameters").GetProperty("who").GetString().ShouldBe("Ada");
        kept.GetProperty("outputs").GetProperty("said").GetString().ShouldBe("Hello, Ada!");
    }

    [Fact]
    public async Task Without_a_history_a_run_leaves_nothing_and_says_no_id()
    {
        (await _library.RunAsync("run", "hello.yaml", "--no-history")).ShouldExitWith(0).OutputLines[0].ShouldBe("hello.yaml: Hello");

        (await _library.RunAsync("runs")).ShouldExitWith(0).Output.ShouldStartWith("no runs in ");
        (await _library.RunAsync("show", "last")).ShouldExitWith(2).ErrorLines.ShouldHaveSingleItem().ShouldContain("was not begun yet");
        (await _library.RunAsync("prune", "--older-than", "1d")).ShouldExitWith(0).Output.ShouldBe("0 runs deleted\n");
    }

    [Fact]
    public async Task What_only_reads_makes_no_history()
    {
        foreach (string command in new[] { "validate", "plan" })
        {
            (await _library.RunAsync(command, "hello.yaml")).ShouldExitWith(0);
        }

        (await _library.RunAsync("runs")).ShouldExitWith(0).Output.ShouldStartWith("no runs in ");
        Directory.Exists(Path.Combine(StateFolder.Folder, "playbooks")).ShouldBe(Directory.GetDirectories(StateFolder.Folder).Length > 0);
    }

    [Fact]
    public async Task A_history_can_be_named()
    {
        (await _library.RunAsync("run", "hello.yaml", "--history", "logs/one.db")).ShouldExitWith(0);
        Dictionary<string, string> environment = new() { ["PLAYBOOKS_HISTORY"] = _library.PathOf("two.db") };
        (await CliLibrary.RunInAsync(_library.Folder, ["run", "hello.yaml"], environment)).ShouldExitWith(0);

        File.Exists(_library.PathOf("logs/one.db")).ShouldBeTrue();
        File.Exists(_library.PathOf("two.db")).ShouldBeTrue();
        (await _library.RunAsync("runs", "--history", "logs/one.db")).ShouldExitWith(0).OutputLines.Length.ShouldBe(2);
        (await _library.RunAsync("runs")).ShouldExitWith(0).Output.ShouldStartWith("no runs in ");
    }

    [Fact]
    public async Task A_file_that_is_no_history_is_one_line_of_error_that_says_what_to_do()
    {
        CliResult result = (await _library.RunAsync("run", "hello.yaml", "--history", "hello.yaml")).ShouldExitWith(2);

        result.Output.ShouldBeEmpty();
        result.ErrorLines.ShouldHaveSingleItem().ShouldContain("--no-history");
        result.Error.ShouldContain("hello.yaml");
        (await _library.RunAsync("run", "hello.yaml", "--history", ".")).ShouldExitWith(2).ErrorLines.ShouldHaveSingleItem().ShouldContain("--history");
        (await _library.RunAsync("runs", "--history", "hello.yaml")).ShouldExitWith(2).ErrorLines.ShouldHaveSingleItem().ShouldContain("--history");
        (await File.ReadAllTextAsync(_library.PathOf("hello.yaml"), TestContext.Current.CancellationToken)).ShouldBe(CliLibrary.SaysHello.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Runs_are_filtered_and_paged()
    {
        string first = (await _library.RunAsync("run", "hello.yaml")).RunId;
        string second = (await _library.RunAsync("run", "twice.yaml", "-p", "ok=false")).ShouldExitWith(1).RunId;
        string third = (await _library.RunAsync("run", "twice.yaml")).RunId;

        (await Ids()).ShouldBe([third, second, first]);
        (await Ids("--playbook", "twice.yaml")).ShouldBe([third, second]);
        (await Ids("--status", "failed")).ShouldBe([second]);
        (await Ids("--from", "1h")).ShouldBe([third, second, first]);
        (await Ids("--to", "1h")).ShouldBeEmpty();
        (await Ids("--to", "2000-01-31T14:00")).ShouldBeEmpty();
        (await Ids("--limit", "2", "--after", third)).ShouldBe([second, first]);
        CliResult page = (await _library.RunAsync("runs", "--limit", "2")).ShouldExitWith(0);
        page.OutputLines[^1].ShouldBe($"older ones: playbooks runs --after {second}");
    }

    [Fact]
    public async Task A_run_is_named_by_the_beginning_of_its_id()
    {
        string first = (await _library.RunAsync("run", "hello.yaml")).RunId;
        string last = (await _library.RunAsync("run", "hello.yaml")).RunId;

        (await _library.RunAsync("show", first[..20])).ShouldExitWith(0).OutputLines[0].ShouldBe($"run        {first}");
        (await _library.RunAsync("show", "last")).ShouldExitWith(0).OutputLines[0].ShouldBe($"run        {last}");
        (await _library.RunAsync("show", first[..4])).ShouldExitWith(2).ErrorLines.ShouldHaveSingleItem().ShouldContain($"several runs begin with '{first[..4]}'");
        (await _library.RunAsync("show", first[..3])).ShouldExitWith(2).ErrorLines.ShouldHaveSingleItem().ShouldContain($"there is no run '{first[..3]}'");
        foreach (string[] command in new string[][] { ["show"], ["resume"], ["rerun", "--from", "say"] })
        {
            (await _library.RunAsync([.. command, "ffffffff"])).ShouldExitWith(2).ErrorLines.ShouldHaveSingleItem().ShouldContain("there is no run 'ffffffff' in the history");
        }
    }

    [Fact]
    public async Task A_nested_playbook_is_one_step_unless_expanded()
    {
        _library.With("outer.yaml", CliLibrary.Calls("hello.yaml"));
        await _library.RunAsync("verify", "hello.yaml");
        await _library.RunAsync("run", "outer.yaml");

        string folded = (await _library.RunAsync("show", "last")).ShouldExitWith(0).Output;
        string expanded = (await _library.RunAsync("show", "last", "--expand")).ShouldExitWith(0).Output;
        JsonElement json = (await _library.RunAsync("show", "last", "--format", "json")).ShouldExitWith(0).Json;

        folded.ShouldContain("[  OK  ] call0: Call hello.yaml (");
        folded.ShouldNotContain("call0/say");
        expanded.ShouldContain("[  OK  ]   call0/say: Say hello (");
        json.GetProperty("report").GetProperty("steps")[0].GetProperty("nested").GetProperty("steps")[0].GetProperty("address").GetString().ShouldBe("call0/say");
    }

    [Fact]
    public async Task A_failed_run_says_how_to_run_it_anew_from_there()
    {
        CliResult failed = (await _library.RunAsync("run", "twice.yaml", "-p", "ok=false")).ShouldExitWith(1);
        failed.ErrorLines[^1].ShouldBe($"  hint: to run it anew from that step on: playbooks rerun {failed.RunId} --from check");

        CliResult rerun = (await _library.RunAsync("rerun", "last", "--from", "check", "-p", "ok=true")).ShouldExitWith(0);

        rerun.OutputLines.ShouldContain("said: x is 1");
        rerun.RunId.ShouldNotBe(failed.RunId);
        (await _library.RunAsync("show", "last")).Output.ShouldContain($"rerun of   {failed.RunId}");
        (await _library.RunAsync("rerun", "last", "--from", "nobody")).ShouldExitWith(2).ErrorLines.ShouldHaveSingleItem().ShouldContain("There is no step 'nobody'");
    }

    [Fact]
    public async Task What_no_run_has_proved_is_not_verified()
    {
        (await _library.RunAsync("verify", "hello.yaml", "--require-run")).ShouldExitWith(3).ErrorLines.ShouldHaveSingleItem().ShouldContain("was not begun yet");
        string run = (await _library.RunAsync("run", "hello.yaml")).RunId;

        JsonElement verified = (await _library.RunAsync("verify", "hello.yaml", "--require-run", "--format", "json")).ShouldExitWith(0).Json.GetProperty("verified")[0];
        _library.With("hello.yaml", CliLibrary.SaysHello + "\n# edited\n");
        CliResult refused = (await _library.RunAsync("verify", "hello.yaml", "--require-run")).ShouldExitWith(3);

        verified.GetProperty("run").GetString().ShouldBe(run);
        refused.ErrorLines.ShouldHaveSingleItem().ShouldContain("has not completed in this history");
        (await _library.RunAsync("verify", "hello.yaml", "--require-run", "--run", "last")).ShouldExitWith(3).Error.ShouldContain("it ran other content");
    }

    [Fact]
    public async Task Old_runs_are_pruned()
    {
        await _library.RunAsync("run", "hello.yaml");
        await _library.RunAsync("run", "hello.yaml");

        (await _library.RunAsync("prune", "--older-than", "1h")).ShouldExitWith(0).Output.ShouldBe("0 runs deleted\n");
        (await _library.RunAsync("prune", "--older-than", "0s", "--dry-run")).ShouldExitWith(0).Output.ShouldBe("2 runs would be deleted\n");
        (await _library.RunAsync("prune", "--older-than", "0s", "--format", "json")).ShouldExitWith(0).Json.GetProperty("deleted").GetInt32().ShouldBe(2);
        (await _library.RunAsync("runs")).ShouldExitWith(0).Output.ShouldStartWith("no runs in ");
    }

    private async Task<string[]> Ids(params string[] arguments)
        => [.. (await _library.RunAsync(["runs", "--format", "json", .. arguments])).ShouldExitWith(0).Json.GetProperty("runs")
            .EnumerateArray().Select(run => run.GetProperty("execution_id").GetString()!)];
}
