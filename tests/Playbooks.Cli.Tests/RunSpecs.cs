using System.Text.Json;
using Playbooks.Cli.Tests.Support;

namespace Playbooks.Cli.Tests;

public sealed class RunSpecs : IDisposable
{
    private readonly CliLibrary _library = new();

    public void Dispose() => _library.Dispose();

    [Fact]
    public async Task Redirected_it_prints_a_line_for_each_thing_that_happens()
    {
        _library.With("hello.yaml", CliLibrary.SaysHello);

        CliResult result = (await _library.RunAsync("run", "hello.yaml", "-p", "who=Ada")).ShouldExitWith(0);

        result.Error.ShouldBeEmpty();
        result.OutputLines[..3].ShouldBe([$"hello.yaml: Hello (run {result.RunId})", "[START ] Say hello", "[ INFO ] Hello, Ada!"]);
        result.OutputLines[3].ShouldStartWith("[  OK  ] Say hello (");
        result.OutputLines[4].ShouldBe("said: Hello, Ada!");
        result.OutputLines[5].ShouldStartWith("hello.yaml: completed after ");
    }

    [Fact]
    public async Task What_was_undone_and_what_runs_at_the_end_is_told()
    {
        _library.With("undo.yaml", """
            name: Undo
            steps:
              - { id: a, type: utility.log, parameters: { message: x }, rollback: [{ id: back, type: utility.log, parameters: { message: x } }, { id: stuck, type: utility.fail, parameters: { message: no } }] }
              - { id: bad, type: utility.fail, on_failure: rollback, parameters: { message: broken } }
            finally:
              - { id: tidy, type: utility.log, parameters: { message: "Ended as {{ execution.status }}" } }
            """);

        CliResult result = (await _library.RunAsync("run", "undo.yaml")).ShouldExitWith(1);

        result.OutputLines.ShouldContain("[ INFO ] Ended as failed");
        result.OutputLines[^3..^1].ShouldBe(["[UNDONE] a/rollback:back", "[FAILED] a/rollback:stuck: no"]);
    }

    [Fact]
    public async Task A_nested_playbook_is_one_step_unless_expanded()
    {
        _library.With("hello.yaml", CliLibrary.SaysHello).With("outer.yaml", CliLibrary.Calls("hello.yaml"));
        await _library.RunAsync("verify", "hello.yaml");

        CliResult folded = (await _library.RunAsync("run", "outer.yaml")).ShouldExitWith(0);
        CliResult expanded = (await _library.RunAsync("run", "outer.yaml", "--expand")).ShouldExitWith(0);

        folded.Output.ShouldContain("[  OK  ] Call hello.yaml (");
        folded.Output.ShouldNotContain("Say hello");
        expanded.Output.ShouldContain("[  OK  ]   Say hello (");
    }

    [Fact]
    public async Task With_json_standard_output_holds_the_report_alone()
    {
        _library.With("hello.yaml", CliLibrary.SaysHello);

        CliResult result = (await _library.RunAsync("run", "hello.yaml", "--format", "json")).ShouldExitWith(0);

        result.Json.GetProperty("status").GetString().ShouldBe("completed");
        result.Json.GetProperty("steps")[0].GetProperty("outputs").GetProperty("message").GetString().ShouldBe("Hello, world!");
        result.Error.ShouldContain("[  OK  ] Say hello");
    }

    [Fact]
    public async Task With_json_an_invalid_playbook_gives_its_diagnostics()
    {
        _library.With("child.yaml", CliLibrary.SaysHello).With("outer.yaml", CliLibrary.Calls("child.yaml"));

        CliResult result = (await _library.RunAsync("run", "outer.yaml", "--format", "json")).ShouldExitWith(3);

        result.Json.GetProperty("diagnostics")[0].GetProperty("code").GetString().ShouldBe("PB2001");
    }

    [Fact]
    public async Task A_failed_run_exits_with_1_and_says_why()
    {
        _library.With("fail.yaml", "name: F\nsteps:\n  - { id: x, name: \"Give up\", type: utility.fail, parameters: { message: \"no [red]disk[/] left\" } }\n");

        CliResult result = (await _library.RunAsync("run", "fail.yaml")).ShouldExitWith(1);

        result.Output.ShouldContain("[FAILED] Give up (");
        result.OutputLines[^1].ShouldEndWith(": Step 'x' failed: no [red]disk[/] left");
    }

    [Fact]
    public async Task The_iterations_of_a_loop_are_told_apart_by_their_keys()
    {
        _library.With("each.yaml", "name: E\nsteps:\n  - { id: x, name: Greet, type: utility.log, for_each: [web-1, web-2], parameters: { message: \"hello {{ item }}\" } }\n");

        CliResult result = (await _library.RunAsync("run", "each.yaml", "--expand")).ShouldExitWith(0);

        result.OutputLines.ShouldContain("[START ]   Greet [web-1]");
        result.OutputLines.ShouldContain(line => line.StartsWith("[  OK  ]   Greet [web-2] (", StringComparison.Ordinal));
        result.OutputLines.ShouldContain(line => line.StartsWith("[  OK  ] Greet (", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_that_takes_too_long_exits_with_124()
    {
        _library.With("slow.yaml", "name: S\nsteps:\n  - { id: x, name: Sleep, type: utility.sleep, timeout: 0.2, parameters: { seconds: 600 } }\n");

        (await _library.RunAsync("run", "slow.yaml")).ShouldExitWith(124).Output.ShouldContain("slow.yaml: timed out after ");
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task A_signal_cancels_the_run_and_exits_with_130(string signal)
    {
        _library.With("slow.yaml", "name: S\nsteps:\n  - { id: x, name: Sleep, type: utility.sleep, timeout: 900, parameters: { seconds: 600 } }\n");
        using CliProcess process = _library.Start("run", "slow.yaml");
        await process.WaitForLineAsync("[START ] Sleep");

        await process.SignalAsync(signal);
        await process.SignalAsync(signal);
        CliResult result = (await process.WaitForEndAsync()).ShouldExitWith(130);

        result.Output.ShouldContain("[ STOP ] Sleep");
        result.Output.ShouldContain("slow.yaml: cancelled after ");
        result.Error.ShouldStartWith("stopping: ");
    }

    [Fact]
    public async Task A_credential_comes_from_the_environment_and_is_shown_nowhere()
    {
        _library.With("login.yaml", """
            name: Login
            steps:
              - { id: say, name: Say, type: utility.log, parameters: { message: "as {{ credential.gate.username }} with {{ credential.gate.password }}" } }
            """);
        Dictionary<string, string> environment = new()
        {
            ["PLAYBOOKS_CREDENTIAL_GATE__USERNAME"] = "ada",
            ["PLAYBOOKS_CREDENTIAL_GATE__PASSWORD"] = "open-sesame",
        };

        CliResult result = (await CliLibrary.RunInAsync(_library.Folder, ["run", "login.yaml", "--format", "json"], environment)).ShouldExitWith(0);

        result.Json.GetProperty("steps")[0].GetProperty("outputs").GetProperty("message").GetString()!.ShouldContain("***");
        result.All.ShouldNotContain("open-sesame");
        (await _library.RunAsync("run", "login.yaml")).ShouldExitWith(2).Error.ShouldContain("error PB4005: The credential 'gate' is not known");
    }

    [Fact]
    public async Task In_a_terminal_the_tree_of_steps_lives_and_stays()
    {
        _library.With("hello.yaml", CliLibrary.SaysHello).With("outer.yaml", CliLibrary.Calls("hello.yaml").Replace("Call hello.yaml", "Greet [bold]all[/]", StringComparison.Ordinal));
        await _library.RunAsync("verify", "hello.yaml");

        string screen = await Terminal.RunAsync(_library.Folder, "run", "outer.yaml", "--expand");

        screen.ShouldContain("✔ Greet [bold]all[/]");
        screen.ShouldContain("└── ✔ Say hello");
        screen.ShouldContain("completed");
    }

    [Fact]
    public async Task The_report_of_a_nested_run_stands_behind_its_step()
    {
        _library.With("hello.yaml", CliLibrary.SaysHello).With("outer.yaml", CliLibrary.Calls("hello.yaml"));
        await _library.RunAsync("verify", "hello.yaml");

        JsonElement step = (await _library.RunAsync("run", "outer.yaml", "--format", "json")).ShouldExitWith(0).Json.GetProperty("steps")[0];

        step.GetProperty("name").GetString().ShouldBe("Call hello.yaml");
        step.GetProperty("nested").GetProperty("steps")[0].GetProperty("address").GetString().ShouldBe("call0/say");
    }
}
