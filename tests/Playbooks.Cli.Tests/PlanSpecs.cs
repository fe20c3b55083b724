using System.Text.Json;
using Playbooks.Cli.Tests.Support;

namespace Playbooks.Cli.Tests;

public sealed class PlanSpecs : IDisposable
{
    private readonly CliLibrary _library = new();

    public PlanSpecs() => _library.With("hello.yaml", CliLibrary.SaysHello).With("outer.yaml", CliLibrary.Calls("hello.yaml"));

    public void Dispose() => _library.Dispose();

    [Fact]
    public async Task The_whole_nest_is_shown_as_a_tree()
    {
        await _library.RunAsync("verify", "hello.yaml");

        CliResult result = (await _library.RunAsync("plan", "outer.yaml")).ShouldExitWith(0);

        result.OutputLines.Length.ShouldBe(4);
        result.OutputLines[0].ShouldStartWith("outer.yaml: Caller");
        result.OutputLines[1].ShouldStartWith("  call0: Call hello.yaml (playbook.run hello.yaml revision 1)");
        result.OutputLines[2].ShouldStartWith("    say: Say hello (utility.log) [read-only, at most 300 s]");
        result.OutputLines[3].ShouldBe("        with message=Hello, {{ parameter.who }}!");
    }

    [Fact]
    public async Task Json_nests_playbooks_behind_their_steps()
    {
        await _library.RunAsync("verify", "hello.yaml");

        JsonElement json = (await _library.RunAsync("plan", "outer.yaml", "--format", "json")).ShouldExitWith(0).Json;

        json.GetProperty("playbook").GetString().ShouldBe("outer.yaml");
        json.GetProperty("credentials").GetArrayLength().ShouldBe(0);
        JsonElement step = json.GetProperty("steps")[0];
        step.GetProperty("type").GetString().ShouldBe("playbook.run");
        step.GetProperty("timeout").ValueKind.ShouldBe(JsonValueKind.Null);
        JsonElement nested = step.GetProperty("nested");
        nested.GetProperty("state").GetString().ShouldBe("verified");
        nested.GetProperty("revision").GetInt32().ShouldBe(1);
        nested.GetProperty("effect").GetString().ShouldBe("read_only");
        nested.GetProperty("steps")[0].GetProperty("timeout").GetDouble().ShouldBe(300);
    }

    [Fact]
    public async Task What_runs_at_the_end_is_shown_apart()
    {
        _library.With("ends.yaml", "name: Ends\nsteps:\n  - { id: a, type: utility.log, parameters: { message: x } }\nfinally:\n  - { id: tidy, type: utility.log, repeatable: false, parameters: { message: x } }\n");

        JsonElement json = (await _library.RunAsync("plan", "ends.yaml", "--format", "json")).ShouldExitWith(0).Json;

        json.GetProperty("steps").GetArrayLength().ShouldBe(1);
        json.GetProperty("finally")[0].GetProperty("id").GetString().ShouldBe("tidy");
        json.GetProperty("finally")[0].GetProperty("repeatable").GetBoolean().ShouldBeFalse();
        (await _library.RunAsync("plan", "ends.yaml")).Output.ShouldContain("\n  finally tidy: tidy (utility.log)");
    }

    [Fact]
    public async Task What_is_not_verified_cannot_be_planned()
        => (await _library.RunAsync("plan", "outer.yaml")).ShouldExitWith(3).Output.ShouldBeEmpty();
}
