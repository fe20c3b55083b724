namespace Playbooks.Tests.Steps;

public sealed class CommandStepTests
{
    [Fact(Timeout = Limit)]
    public async Task Execute_Arguments_AreHandedOverAsTheyAre()
    {
        StepReport step = await BashAsync("""printf '<%s>' "$@" """, more: ["a b", "$HOME", "*", "'\"", "", "--x", 12L, true, "ä"]);

        step.Outputs["stdout"].ShouldBe("<a b><$HOME><*><'\"><><--x><12><true><ä>");
    }

    [Fact(Timeout = Limit)]
    public async Task Execute_OutputAndErrors_AreKeptApartWithoutTheLastLineEnding()
    {
        StepReport step = await BashAsync("echo one; echo two; echo three >&2");

        step.Outputs.ShouldSatisfyAllConditions(
            outputs => outputs["exit_code"].ShouldBe(0L),
            outputs => outputs["stdout"].ShouldBe("one\ntwo"),
            outputs => outputs["stderr"].ShouldBe("three"),
            outputs => outputs["json"].ShouldBeNull(),
            outputs => outputs["truncated"].ShouldBe(false));
    }

    [Theory(Timeout = Limit)]
    [InlineData("""{"a":[1,2.5,null]}""", """{"a":[1,2.5,null]}""")]
    [InlineData(" [1]\n\n", "[1]")]
    [InlineData("42", "42")]
    [InlineData("none of it", "null")]
    [InlineData("{broken", "null")]
    [InlineData("\"\\ud800\"", "null")]
    [InlineData("", "null")]
    public async Task Execute_JsonOutput_IsAValue(string said, string json)
        => PlaybookValues.ToJson((await RunAsync(new() { ["program"] = "cat", ["input"] = said })).Outputs["json"]).ShouldBe(json);

    [Fact(Timeout = Limit)]
    public async Task Execute_MapAsInput_IsReadAsJson()
        => (await RunAsync(new() { ["program"] = "cat", ["input"] = new Dictionary<string, object?> { ["a"] = 1L } })).Outputs["stdout"].ShouldBe("""{"a":1}""");

    [Fact(Timeout = Limit)]
    public async Task Execute_Environment_IsTheStatedListAndWhatTheStepGives()
    {
        Environment.SetEnvironmentVariable("PLAYBOOKS_TEST_HOST_TOKEN", "the host's own");

        StepReport step = await RunAsync(new()
        {
            ["program"] = "env",
            ["environment"] = new Dictionary<string, object?> { ["GIVEN"] = "x y", ["COUNT"] = 3L, ["HOME"] = null },
        });

        string[] names = [.. step.Outputs["stdout"].ShouldBeOfType<string>().Split('\n').Select(line => line.Split('=')[0])];
        string[] stated = ["PATH", "USER", "LOGNAME", "LANG", "TMPDIR", "TZ", "TRACEPARENT", "TRACESTATE", "GIVEN", "COUNT"];
        names.Where(name => !name.StartsWith("LC_", StringComparison.Ordinal)).ShouldBeSubsetOf(stated);
        step.Outputs["stdout"].ShouldBeOfType<string>().ShouldSatisfyAllConditions(text => text.ShouldContain("GIVEN=x y"), text => text.ShouldContain("COUNT=3"));
    }

    [Fact(Timeout = Limit)]
    public async Task Execute_ATracedRun_HandsItsTraceOn()
    {
        using System.Diagnostics.Activity activity = new System.Diagnostics.Activity("test").SetIdFormat(System.Diagnostics.ActivityIdFormat.W3C).Start();

        (await BashAsync("echo $TRACEPARENT")).Outputs["stdout"].ShouldBeOfType<string>().ShouldStartWith($"00-{activity.TraceId}-");
    }

    [Fact(Timeout = Limit)]
    public async Task Execute_PathsOfAStep_AreTakenFromTheLibrary()
    {
        using TemporaryLibrary library = new();
        library.Write("tools/where.sh", "#!/bin/sh\npwd\n");
        File.SetUnixFileMode(library.FullPath("tools/where.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        (await ProgramSteps.RunAsync("utility.command", new Dictionary<string, object?> { ["program"] = "tools/where.sh" }, library)).EnsureSucceeded()
            .Steps[0].Outputs["stdout"].ShouldBe(library.RootDirectory);
        (await ProgramSteps.RunAsync("utility.command", new Dictionary<string, object?> { ["program"] = "pwd", ["working_directory"] = "tools" }, library)).EnsureSucceeded()
            .Steps[0].Outputs["stdout"].ShouldBe(library.FullPath("tools"));
    }

    [Fact(Timeout = Limit)]
    public async Task Execute_UnexpectedExitCode_FailsWithTheEndOfTheErrors()
    {
        StepReport step = await BashAsync("echo first >&2; echo last >&2; exit 3");

        step.Error.ShouldBe("'bash' ended with exit code 3, expected 0: first | last");
        step.Outputs["exit_code"].ShouldBe(3L);
        (await BashAsync("echo only output; exit 1")).Error.ShouldBe("'bash' ended with exit code 1, expected 0: only output");
        (await BashAsync("exit 1")).Error.ShouldBe("'bash' ended with exit code 1, expected 0");
        (await BashAsync("kill -9 $$")).Error.ShouldBe("'bash' ended with exit code 137, expected 0");
    }

    [Fact(Timeout = Limit)]
    public async Task Execute_AllowedExitCodes_Succeed()
    {
        (await RunAsync(new() { ["program"] = "bash", ["arguments"] = new object?[] { "-c", "exit 3" }, ["exit_codes"] = new object?[] { 0L, 3L } })).Error.ShouldBeNull();
        (await RunAsync(new() { ["program"] = "bash", ["arguments"] = new object?[] { "-c", "exit 0" }, ["exit_codes"] = 3L })).Error.ShouldBe("'bash' ended with exit code 0, expected 3");
        (await RunAsync(new() { ["program"] = "true", ["exit_codes"] = "all" })).Error.ShouldBe("'exit_codes' must be an exit code such as 0, or a list of them");
    }

    [Theory(Timeout = Limit)]
    [InlineData("no-such-program", "", "The program 'no-such-program' was not found in the PATH '")]
    [InlineData("./no-such-program", "", "The program '")]
    [InlineData("true", ", working_directory: gone", "'true' could not be started: the working folder '")]
    [InlineData("true", ", environment: { 'A=B': x }", "'A=B' cannot be the name of an environment variable")]
    [InlineData("true", ", environment: { A: \"x\\0\" }", "The environment variable 'A' cannot hold a zero character")]
    [InlineData("true", ", arguments: [\"x\\0\"]", "Argument 1 holds a zero character, which no argument can")]
    public async Task Execute_WhatCannotBeStarted_FailsWithTheReason(string program, string more, string error)
    {
        using TemporaryLibrary library = new();

        (await library.RunAsync(Some.Playbook($"- {{ id: a, type: utility.command, parameters: {{ program: {program}{more} }} }}"))).Steps[0].Error.ShouldNotBeNull().ShouldStartWith(error);
    }

    [Theory(Timeout = Limit)]
    [InlineData("{{ credential.admin.password }}")]
    [InlineData("--password={{ credential.admin.password }}")]
    public async Task Execute_ASecretAmongTheArguments_IsRefused(string argument)
        => (await RunAsync(new() { ["program"] = "echo", ["arguments"] = new object?[] { "-n", argument } })).Error
            .ShouldBe("Argument 2 holds a secret, and the process list shows arguments to everybody on the machine: hand it over with 'input' or 'environment'");

    [Fact(Timeout = Limit)]
    public async Task Execute_SecretsInInputAndEnvironment_ReachTheProgramAndNobodyElse()
    {
        using TemporaryLibrary library = new();

        ExecutionReport report = await ProgramSteps.RunAsync("utility.command", new Dictionary<string, object?>
        {
            ["program"] = "bash",
            ["arguments"] = new object?[] { "-c", "read -r line; [ \"$line\" = hidden-password ] && [ \"$P\" = hidden-password ] && echo got it; echo \"$line\" >&2; echo \"$P\"; exit 1" },
            ["input"] = "{{ credential.admin.password }}",
            ["environment"] = new Dictionary<string, object?> { ["P"] = "{{ credential.admin.password }}" },
        }, library);

        report.Steps[0].Outputs["stdout"].ShouldBe("got it\n***");
        report.Steps[0].Error.ShouldBe("'bash' ended with exit code 1, expected 0: ***");
        report.ToJson().ShouldNotContain("hidden-password");
    }

    [Fact(Timeout = Limit)]
    public async Task Execute_ACutThroughASecret_LeavesNoneOfItsEnd()
    {
        StepReport step = await RunAsync(new()
        {
            ["program"] = "bash",
            ["arguments"] = new object?[] { "-c", "read -r line; echo \"xxxx$line\"; echo done" },
            ["input"] = "{{ credential.admin.password }}",
            ["max_output_bytes"] = 14L,
        });

        step.Outputs["truncated"].ShouldBe(true);
        step.Outputs["stdout"].ShouldBe("\ndone");
    }

    [Fact(Timeout = Limit)]
    public async Task Execute_HugeOutput_IsKeptToItsEndWithinTheBound()
    {
        CollectingLogger<PlaybookEngine> log = new();
        using TemporaryLibrary library = new() { Options = new() { Logger = log } };

        ExecutionReport report = await ProgramSteps.RunAsync("utility.command", new Dictionary<string, object?>
        {
            ["program"] = "bash",
            ["arguments"] = new object?[] { "-c", "head -c 50000000 /dev/zero | tr '\\0' x; echo; yes error | head -n 200000 >&2; echo end" },
            ["max_output_bytes"] = 100_000L,
        }, library);

        IReadOnlyDictionary<string, object?> outputs = report.EnsureSucceeded().Steps[0].Outputs;
        outputs["truncated"].ShouldBe(true);
        outputs["stdout"].ShouldBeOfType<string>().ShouldSatisfyAllConditions(text => text.Length.ShouldBe(99_999), text => text.ShouldEndWith("x\nend"));
        outputs["stderr"].ShouldBeOfType<string>().Length.ShouldBeInRange(99_990, 100_000);
        log.Entries.ShouldContain(entry => entry.Message.Contains("only its end was kept", StringComparison.Ordinal));
    }

    [Fact(Timeout = Limit)]
    public async Task Execute_BinaryOutput_IsTextWithReplacements()
    {
        StepReport step = await BashAsync("""printf 'a\377\000b\303'""");

        step.Outputs["stdout"].ShouldBe("a\uFFFD\0b\uFFFD");
    }

    [Fact(Timeout = Limit)]
    public async Task Execute_AProgramThatNeverReadsItsInput_IsNotWaitedFor()
        => (await RunAsync(new() { ["program"] = "echo", ["arguments"] = new object?[] { "done" }, ["input"] = new string('x', 10_000_000) })).Outputs["stdout"].ShouldBe("done");

    [Fact(Timeout = Limit)]
    public async Task Execute_ADaemonThatOutlivesTheProgram_EndsWithTheStep()
    {
        string mark = Guid.NewGuid().ToString("N");

        StepReport step = await RunAsync(new()
        {
            ["program"] = "bash",
            ["arguments"] = new object?[] { "-c", "(setsid sleep 300 &) ; sleep 301 & echo started" },
            ["environment"] = new Dictionary<string, object?> { ["MARK"] = mark },
        });

        step.Outputs["stdout"].ShouldBe("started");
        Machine.Processes(mark, "environ").ShouldBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task Execute_CancelledInTheMiddle_LeavesNoProcess()
    {
        string mark = Guid.NewGuid().ToString("N");
        (LoopbackServer server, Task called) = ProgramSteps.Bell();
        await using LoopbackServer bell = server;
        using TemporaryLibrary library = new();
        using CancellationTokenSource cancel = new();
        Task<ExecutionReport> run = ProgramSteps.RunAsync("utility.command", new Dictionary<string, object?>
        {
            ["program"] = "bash",
            ["arguments"] = new object?[] { "-c", $"trap '' TERM; (setsid sleep 300 &); sleep 301 & {ProgramSteps.Call(server)}; exec sleep 302" },
            ["environment"] = new Dictionary<string, object?> { ["MARK"] = mark },
        }, library, cancellationToken: cancel.Token);
        await called.WaitAsync(TestContext.Current.CancellationToken);

        await cancel.CancelAsync();

        (await run).Status.ShouldBe(ExecutionStatus.Cancelled);
        Machine.Processes(mark, "environ").ShouldBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task Execute_TimeIsOver_FailsAndLeavesNoProcess()
    {
        string mark = Guid.NewGuid().ToString("N");

        StepReport step = await RunAsync(new() { ["program"] = "sleep", ["arguments"] = new object?[] { "300" }, ["environment"] = new Dictionary<string, object?> { ["MARK"] = mark } }, ", timeout: 0.3");

        step.Status.ShouldBe(StepStatus.Failed);
        Machine.Processes(mark, "environ").ShouldBeEmpty();
    }

    private static Task<StepReport> RunAsync(Dictionary<string, object?> parameters, string more = "") => ProgramSteps.RunAsync("utility.command", parameters, more);

    private static Task<StepReport> BashAsync(string script, params object?[] more)
        => RunAsync(new() { ["program"] = "bash", ["arguments"] = (object?[])["-c", script, "bash", .. more] });
}
