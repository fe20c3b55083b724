using System.Text.Json;
using Playbooks.Cli.Tests.Support;

namespace Playbooks.Cli.Tests;

/// <summary>Runs whose process is killed in their middle, as a machine or an impatient person does it.</summary>
public sealed class ResumeSpecs : IAsyncDisposable
{
    private readonly CliLibrary _library = new();
    private readonly Door _door = new();

    public async ValueTask DisposeAsync()
    {
        await _door.DisposeAsync();
        _library.Dispose();
    }

    [Fact(Timeout = Limit)]
    public async Task A_killed_run_is_shown_as_interrupted_and_resumed_without_repeating_what_ended()
    {
        string run = await KillAsync("GET");

        CliResult runs = (await _library.RunAsync("runs")).ShouldExitWith(0);
        runs.OutputLines[1].ShouldStartWith($"{run}  interrupted  ");
        runs.Output.ShouldContain($"playbooks resume {run}\n");
        (await _library.RunAsync("runs", "--status", "interrupted", "--format", "json")).ShouldExitWith(0).Json.GetProperty("runs").GetArrayLength().ShouldBe(1);
        (await _library.RunAsync("runs", "--status", "running", "--format", "json")).ShouldExitWith(0).Json.GetProperty("runs").GetArrayLength().ShouldBe(0);
        CliResult show = (await _library.RunAsync("show", run)).ShouldExitWith(0);
        show.Output.ShouldContain("[  OK  ] first: First (");
        show.Output.ShouldContain("[  --  ] wait: Wait\n");

        // The file may be gone: the run has the content that it began with.
        File.Delete(_library.PathOf("knock.yaml"));
        _door.Open(2);
        CliResult resumed = (await _library.RunAsync("resume", "last")).ShouldExitWith(0);

        resumed.Output.ShouldContain("knock.yaml: completed after ");
        _door.Paths.ShouldBe(["/first", "/wait", "/wait", "/last"]);
        (await _library.RunAsync("runs")).ShouldExitWith(0).OutputLines[1].ShouldStartWith($"{run}  completed  ");
        (await _library.RunAsync("resume", run)).ShouldExitWith(2).Error.ShouldContain("has ended");
    }

    [Theory(Timeout = Limit)]
    [InlineData("--done", 0, "/first /wait /last")]
    [InlineData("--again", 0, "/first /wait /wait /last")]
    [InlineData("--failed", 1, "/first /wait")]
    public async Task A_run_in_doubt_waits_for_a_decision(string decision, int exitCode, string paths)
    {
        string run = await KillAsync("POST");

        // Before anybody tried to resume it, and after.
        (await _library.RunAsync("runs")).ShouldExitWith(0).Output.ShouldContain($"playbooks resume {run} {decision} wait   #");
        CliResult undecided = (await _library.RunAsync("resume", run)).ShouldExitWith(4);
        undecided.ErrorLines[0].ShouldStartWith($"error: Run '{run}' is in doubt: it was interrupted within 'wait'");
        undecided.Error.ShouldContain($"  playbooks resume {run} {decision} wait   #");
        CliResult runs = (await _library.RunAsync("runs", "--status", "in_doubt")).ShouldExitWith(0);
        runs.OutputLines[1].ShouldStartWith($"{run}  in doubt  ");
        runs.Output.ShouldContain($"playbooks resume {run} {decision} wait   #");
        (await _library.RunAsync("show", run)).ShouldExitWith(0).Output.ShouldContain("[DOUBT?] wait: Wait");
        (await _library.RunAsync("show", run, "--format", "json")).ShouldExitWith(0).Json.GetProperty("in_doubt")[0].GetString().ShouldBe("wait");
        (await _library.RunAsync("resume", run, decision, "last")).ShouldExitWith(2).Error.ShouldContain("'last'");

        _door.Open(2);
        (await _library.RunAsync("resume", run, decision, "wait")).ShouldExitWith(exitCode);

        _door.Paths.ShouldBe(paths.Split(' '));
    }

    [Fact(Timeout = Limit)]
    public async Task What_became_of_a_step_is_said_once()
    {
        string run = await KillAsync("POST");

        (await _library.RunAsync("resume", run, "--done", "wait", "--failed", "wait")).ShouldExitWith(2).Error.ShouldBe("error: 'wait' is named twice: give one of --done, --failed and --again\n");
    }

    [Fact(Timeout = Limit)]
    public async Task Of_two_who_resume_a_run_one_is_told_that_the_other_does()
    {
        string run = await KillAsync("GET");
        using CliProcess first = _library.Start("resume", run);
        _door.Open();
        await _door.WaitForKnockAsync();

        CliResult second = (await _library.RunAsync("resume", run)).ShouldExitWith(2);
        (await _library.RunAsync("runs")).ShouldExitWith(0).OutputLines[1].ShouldStartWith($"{run}  running  ");
        _door.Open();

        second.ErrorLines.ShouldHaveSingleItem().ShouldContain("is carried on by another process");
        (await first.WaitForEndAsync()).ShouldExitWith(0);
        _door.Paths.ShouldBe(["/first", "/wait", "/wait", "/last"]);
    }

    [Fact(Timeout = Limit)]
    public async Task A_secret_has_to_be_given_again()
    {
        string text = _door.Playbook("GET").Replace("steps:", "parameters:\n  - { name: pin, type: string, secret: true, required: true }\nsteps:", StringComparison.Ordinal);
        string run = await KillAsync(text, "-p", "pin=4711-0815");

        (await _library.RunAsync("resume", run)).ShouldExitWith(2).Error.ShouldContain("-p pin=VALUE");
        _door.Open(2);
        (await _library.RunAsync("resume", run, "-p", "pin=4711-0815")).ShouldExitWith(0);

        JsonElement shown = (await _library.RunAsync("show", run, "--format", "json")).ShouldExitWith(0).Json;
        shown.ToString().ShouldNotContain("4711-0815");
    }

    private Task<string> KillAsync(string method) => KillAsync(_door.Playbook(method), []);

    /// <summary>Runs a playbook that knocks, and kills the program while it waits at the door.</summary>
    /// <returns>The run.</returns>
    private async Task<string> KillAsync(string playbook, params string[] arguments)
    {
        _library.With("knock.yaml", playbook);
        using CliProcess process = _library.Start(["run", "knock.yaml", .. arguments]);
        await _door.WaitForKnockAsync();
        await process.SignalAsync("KILL");
        return (await process.WaitForEndAsync()).ShouldExitWith(137).RunId;
    }
}
