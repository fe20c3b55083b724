using System.Diagnostics;

namespace Playbooks.Hosting.Tests.Durable;

/// <summary>What becomes of the programs of steps, with a process of its own around them.</summary>
public sealed class ProgramSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("playbooks-programs-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Database => Path.Combine(_folder.FullName, "history.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory(Timeout = Limit)]
    [InlineData("utility.command", "KILL", false)]
    [InlineData("utility.command", "HUP", false)]
    [InlineData("utility.command", "KILL", true)]
    [InlineData("utility.python", "KILL", false)]
    [InlineData("utility.python", "HUP", false)]
    [InlineData("utility.python", "KILL", true)]
    public async Task Nothing_of_a_step_is_left_when_its_process_is_ended(string type, string signal, bool ignoresSignals)
    {
        // No other process on the machine sleeps for as long.
        string seconds = $"300.{Guid.NewGuid().GetHashCode() & int.MaxValue}";

        // A daemon that was forked twice and knows neither its session nor its environment; and one that ignores what it can.
        string shell = $"(env -i setsid sh -c '(setsid sleep {seconds} &)'); trap '' INT TERM HUP; touch started; while :; do sleep {seconds}; done";
        await WriteAsync(type == "utility.command"
            ? $$"""parameters: { program: sh, arguments: [-c, "{{shell}}"], working_directory: "{{_folder.FullName}}" }"""
            : $$"""parameters: { script: "import subprocess; subprocess.run(['sh', '-c', \"{{shell}}\"])", working_directory: "{{_folder.FullName}}" }""", type);
        string[] arguments = ["engine", _folder.FullName, Database];
        using KilledProcess host = new(ignoresSignals
            ? ProgramStart.InTheBackground(KilledProcess.Program, arguments)
            : ProgramStart.OnATerminal(KilledProcess.Program, arguments));
        await UntilAsync(() => Exists("started") && Machine.Processes(seconds).Count > 2);

        await host.SignalAsync(signal, Token);

        await UntilAsync(() => Machine.Processes(seconds).Count == 0);
    }

    [Fact(Timeout = Limit)]
    public async Task A_step_is_not_resumed_beside_what_it_had_started_in_a_process_that_was_killed()
    {
        // It takes its time to end when it is asked to. The lock, which ends with its last process, tells of a second one.
        const string Program = "exec 9> lock; flock -n 9 || echo beside >> log; echo begin >> log; trap 'sleep 1; echo end >> log; exit' TERM; touch started; until test -e go-on; do sleep 0.05; done";
        await WriteAsync($$"""
            repeatable: true
                parameters: { program: sh, arguments: [-c, "{{Program}}"], working_directory: "{{_folder.FullName}}" }
            """, "utility.command");
        string id;
        using (KilledProcess host = new("engine", _folder.FullName, Database))
        {
            id = (await host.SaysAsync(Token))!["run ".Length..];
            await UntilAsync(() => Exists("started"));
            await host.KillAsync(Token);
        }

        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "go-on"), "", Token);
        using KilledProcess next = new("engine", _folder.FullName, Database, id);

        (await next.SaysAsync(Token)).ShouldBe($"run {id}");
        (await next.SaysAsync(Token)).ShouldBe("ended Completed");
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "log"), Token);
        lines.Count(line => line == "begin").ShouldBe(2);
        lines.ShouldNotContain("beside");
    }

    [Theory(Timeout = Limit)]
    [InlineData("utility.command", "program: sh, arguments: [-c, \"grep Sig[IB] /proc/self/status > signals\"]")]
    [InlineData("utility.python", "script: \"import subprocess; subprocess.run(['sh', '-c', 'grep Sig[IB] /proc/self/status > signals'])\"")]
    public async Task A_program_hears_all_signals_though_our_process_was_started_in_the_background_of_a_script(string type, string program)
    {
        await WriteAsync($$"""parameters: { {{program}}, working_directory: "{{_folder.FullName}}" }""", type);
        using KilledProcess host = new(ProgramStart.InTheBackground(KilledProcess.Program, "engine", _folder.FullName, Database));

        await SaysEndAsync(host);
        (await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "signals"), Token))
            .ShouldBe(["SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000"]);
    }

    [Fact(Timeout = Limit)]
    public async Task Without_Python_a_program_runs_and_a_warning_says_what_is_not_promised()
    {
        string programs = Path.Combine(_folder.FullName, "bin");
        Directory.CreateDirectory(programs);
        foreach (string name in (string[])["sh", "sleep", "setsid"])
        {
            File.CreateSymbolicLink(Path.Combine(programs, name), $"/usr/bin/{name}");
        }

        string seconds = $"300.{Guid.NewGuid().GetHashCode() & int.MaxValue}";
        await WriteAsync($$"""parameters: { program: sh, arguments: [-c, "sleep {{seconds}} & sleep 0.1"] }""", "utility.command");
        ProcessStartInfo start = new(KilledProcess.Program, ["engine", _folder.FullName, Database]);
        start.Environment["PATH"] = programs;
        using KilledProcess host = new(start);

        (await host.SaysAsync(Token))!.ShouldStartWith("run ");
        (await host.SaysAsync(Token))!.ShouldStartWith("warning 'sh' ran without a supervisor, since there is no python3");
        (await host.SaysAsync(Token)).ShouldBe("ended Completed");
        Machine.Processes(seconds).ShouldBeEmpty();
    }

    private static async Task SaysEndAsync(KilledProcess host)
    {
        List<string> said = [];
        while (await host.SaysAsync(Token) is { } line)
        {
            said.Add(line);
        }

        said[^1].ShouldBe("ended Completed", string.Join('\n', said));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(20, Token);
        }
    }

    private bool Exists(string file) => File.Exists(Path.Combine(_folder.FullName, file));

    private Task WriteAsync(string rest, string type) => File.WriteAllTextAsync(
        Path.Combine(_folder.FullName, "root.yaml"),
        $"""
        name: "Root"
        steps:
          - id: program
            type: {type}
            {rest}
        """,
        Token);
}
