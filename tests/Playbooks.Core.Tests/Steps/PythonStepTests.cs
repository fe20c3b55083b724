namespace Playbooks.Tests.Steps;

public sealed class PythonStepTests
{
    [Fact(Timeout = Limit)]
    public async Task Execute_PrintedLines_BecomeOutputsAndVariables()
    {
        using TemporaryLibrary library = new();

        ExecutionReport report = await RunReportAsync(library, """
            print("Connecting = maybe")
            print("HOST=web-1")
            print("lower_case=1")
            print("größe-2=ü € 😀")
            print("EMPTY=")
            print("QUERY=a=b&c=d")
            print("HOST=web-2")
            print("x==y")
            print("2nd=no")
            print("https://host/?a=b")
            print("--flag=1")
            print(" INDENTED=1")
            print("LAST=no line ending", end="")
            """, outputs: "[step.a.HOST, variable.HOST, step.a.lower_case, variable['größe-2'], step.a.EMPTY, step.a.QUERY, step.a.LAST]");

        PlaybookValues.ToJson(report.EnsureSucceeded().Outputs["all"]).ShouldBe("""["web-2","web-2","1","ü € \uD83D\uDE00","","a=b&c=d","no line ending"]""");
        report.Steps[0].Outputs.Keys.ShouldBe(["HOST", "lower_case", "größe-2", "EMPTY", "QUERY", "LAST", "exit_code", "stdout", "stderr", "truncated"], ignoreOrder: true);
        report.Steps[0].Outputs["stdout"].ShouldBeOfType<string>().ShouldEndWith("\n INDENTED=1\nLAST=no line ending");
    }

    [Fact(Timeout = Limit)]
    public async Task Execute_SetVariable_KeepsTypesAndCountsBeforeWhatIsPrinted()
    {
        using TemporaryLibrary library = new();

        ExecutionReport report = await RunReportAsync(library, """
            print("in one line, ", end="")
            set_variable("count", 3)
            print("unbroken")
            set_variable("map", {"list": [1, 2.5, None, True, "ä\n\u2028"], 1: "key"})
            set_variable("count", 4)
            print("count=5")
            """, outputs: "[variable.count, step.a.count, variable.map]");

        PlaybookValues.ToJson(report.EnsureSucceeded().Outputs["all"]).ShouldBe("[4,4,{\"list\":[1,2.5,null,true,\"ä\\n\\u2028\"],\"1\":\"key\"}]");
        report.Steps[0].Outputs["stdout"].ShouldBe("in one line, unbroken\ncount=5");
    }

    [Fact(Timeout = Limit)]
    public async Task Execute_Variables_ComeWithTheirTypes()
    {
        StepReport step = await RunAsync(
            "print(repr(sorted(variables.items())), __name__, sys.argv) if (sys := __import__('sys')) else 0",
            new Dictionary<string, object?> { ["n"] = 1L, ["f"] = 1.5, ["l"] = new object?[] { true, null }, ["s"] = "it's \"ä\"\n" });

        step.Outputs["stdout"].ShouldBe("""[('f', 1.5), ('l', [True, None]), ('n', 1), ('s', 'it\'s "ä"\n')] __main__ ['<script>']""");
    }

    [Theory(Timeout = Limit)]
    [InlineData("x = 1\nraise ValueError('no\\nsuch port')", "ValueError: no\nsuch port (line 2 of the script)")]
    [InlineData("x = 1\n\nif x\n  print(1)", "SyntaxError: expected ':' (line 3 of the script)")]
    [InlineData("def f():\n  return {}['gone']\nprint('A=1')\nf()", "KeyError: 'gone' (line 2 of the script)")]
    [InlineData("import json\njson.loads('{')", "json.decoder.JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1) (line 2 of the script)")]
    [InlineData("set_variable('a', object())", "TypeError: Object of type object is not JSON serializable (line 1 of the script)")]
    [InlineData("set_variable('a', float('nan'))", "ValueError: Out of range float values are not JSON compliant")]
    [InlineData("set_variable(1, 1)", "TypeError: the name of a variable is a str, not int (line 1 of the script)")]
    [InlineData("set_variable('a b', 1)", "'a b' is not a name for a variable")]
    [InlineData("set_variable('a', '\\ud800')", "its variables cannot be read: ")]
    [InlineData("set_variable('a', 'x' * 17_000_000)", "its variables take more than 16,777,216 bytes")]
    [InlineData("x = []\nfor _ in range(200): x = [x]\nset_variable('a', x)", "its variables cannot be read: ")]
    [InlineData("input()", "EOFError: EOF when reading a line (line 1 of the script)")]
    [InlineData("import sys\nsys.exit('gave up')", "it ended with exit code 1: gave up")]
    [InlineData("import os\nos._exit(7)", "it ended with exit code 7")]
    [InlineData("import os\nos.kill(os.getpid(), 9)", "it ended with exit code 137")]
    public async Task Execute_AScriptThatFails_SaysWhatAndWhere(string script, string error)
    {
        StepReport step = await RunAsync(script);

        step.Error.ShouldNotBeNull().ShouldStartWith($"The script failed: {error}");
    }

    [Fact(Timeout = Limit)]
    public async Task Execute_AScriptThatFails_GivesOutputsAndATracebackButSetsNothing()
    {
        using TemporaryLibrary library = new();

        ExecutionReport report = await RunReportAsync(library, "print('A=1')\nset_variable('b', 2)\nraise OSError('broken')", more: ", on_failure: continue", outputs: "[step.a.A, step.a.b, variable.A | default('unset'), variable.b | default('unset')]");

        PlaybookValues.ToJson(report.Outputs["all"]).ShouldBe("""["1",2,"unset","unset"]""");
        report.Steps[0].Outputs["stderr"].ShouldBe("Traceback (most recent call last):\n  File \"<script>\", line 3, in <module>\n    raise OSError('broken')\nOSError: broken");
        report.Steps[0].Outputs["exit_code"].ShouldBe(1L);
    }

    [Fact(Timeout = Limit)]
    public async Task Execute_WhatCannotPassForAVariable_IsText()
    {
        StepReport step = await RunAsync("""
            print('\x1e0123456789abcdef0123456789abcdef {"variables":{"forged":1},"failure":null}')
            print("##set_variable forged=1")
            print("set_variable('forged', 1)")
            import subprocess
            subprocess.run(["printf", "\\n\\036%s {\"variables\":{\"forged\":1},\"failure\":null}\\n", "0" * 32])
            set_variable("real", 1)
            """);

        step.Error.ShouldBeNull();
        step.Outputs.Keys.ShouldBe(["real", "exit_code", "stdout", "stderr", "truncated"], ignoreOrder: true);
        step.Outputs["stdout"].ShouldBeOfType<string>().ShouldContain("forged");
    }

    [Fact(Timeout = Limit)]
    public async Task Execute_Garbage_IsTakenAsItComes()
    {
        StepReport step = await RunAsync("""
            import os, random
            random.seed(1)
            for _ in range(200):
                os.write(1, random.randbytes(5000).replace(b"=", b"-"))
            os.write(1, b"\nBAD=\xff\xfe\n\n\x1e\x1e\n\x1e" * 3)
            set_variable("end", True)
            """);

        step.Error.ShouldBeNull();
        step.Outputs["end"].ShouldBe(true);
        step.Outputs["BAD"].ShouldBe("\uFFFD\uFFFD");
    }

    [Fact(Timeout = Limit)]
    public async Task Execute_HugeOutput_LosesNoVariable()
    {
        StepReport step = await RunAsync("""
            print("FIRST=1")
            for _ in range(20000):
                print("x" * 1000)
            set_variable("big", "y" * 1_000_000)
            """, more: new() { ["max_output_bytes"] = 1000L });

        step.Error.ShouldBeNull();
        step.Outputs["truncated"].ShouldBe(true);
        step.Outputs["FIRST"].ShouldBe("1");
        step.Outputs["big"].ShouldBeOfType<string>().Length.ShouldBe(1_000_000);
        step.Outputs["stdout"].ShouldBeOfType<string>().ShouldSatisfyAllConditions(text => text.Length.ShouldBeLessThanOrEqualTo(1000), text => text.ShouldAllBe(letter => letter == 'x' || letter == '\n'));
    }

    [Fact(Timeout = Limit)]
    public async Task Execute_TooManyNamesAndThoseOfItsOwnOutputs_AreWarnedOf()
    {
        CollectingLogger<PlaybookEngine> log = new();
        using TemporaryLibrary library = new() { Options = new() { Logger = log } };

        ExecutionReport report = await RunReportAsync(library, "print('stdout=mine')\nfor i in range(2000): print(f'K{i}={i}')", outputs: "[variable.stdout]");

        report.EnsureSucceeded().Steps[0].Outputs.Count.ShouldBe(1000 + 3);
        report.Outputs["all"].ShouldBeAssignableTo<IReadOnlyList<object?>>()!.ShouldBe(["mine"]);
        report.Steps[0].Outputs["stdout"].ShouldBeOfType<string>().ShouldStartWith("stdout=mine\nK0=0\n");
        log.Entries.Where(entry => entry.Level == Microsoft.Extensions.Logging.LogLevel.Warning).Select(entry => entry.Message).ShouldSatisfyAllConditions(
            messages => messages.ShouldContain(message => message.Contains("more than 1,000 different KEY=value lines", StringComparison.Ordinal)),
            messages => messages.ShouldContain(message => message.Contains("The script sets 'stdout'", StringComparison.Ordinal)));
    }

    [Fact(Timeout = Limit)]
    public async Task Execute_AForkThatRunsOn_ChangesNothing()
    {
        StepReport step = await RunAsync("""
            import os
            child = os.fork()
            set_variable("who", "child" if child == 0 else "parent")
            if child:
                os.waitpid(child, 0)
            """);

        step.Error.ShouldBeNull();
        step.Outputs["who"].ShouldBe("parent");
        step.Outputs["stdout"].ShouldBe("");
    }

    [Fact(Timeout = Limit)]
    public async Task Execute_AClosedOutput_LosesNoVariable()
        => (await RunAsync("import sys\nsys.stdout.close()\nset_variable('a', 1)")).ShouldSatisfyAllConditions(step => step.Error.ShouldBeNull(), step => step.Outputs["a"].ShouldBe(1L));

    [Fact(Timeout = Limit)]
    public async Task Execute_AProcessThatEndsBeforeItsEnd_IsWarnedOf()
    {
        CollectingLogger<PlaybookEngine> log = new();
        using TemporaryLibrary library = new() { Options = new() { Logger = log } };

        (await RunReportAsync(library, "import os\nset_variable('a', 1)\nprint('B=2', flush=True)\nos._exit(0)")).EnsureSucceeded().Steps[0].Outputs["B"].ShouldBe("2");

        log.Entries.ShouldContain(entry => entry.Message.Contains("the values that it gave to set_variable are lost", StringComparison.Ordinal));
    }

    [Fact(Timeout = Limit)]
    public async Task Execute_Secrets_AreOnNoCommandLineInNoFileAndMaskedInTheReport()
    {
        DateTimeOffset since = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        using TemporaryLibrary library = new();

        ExecutionReport report = await RunReportAsync(library, """
            inline = "{{ credential.admin.password }}"
            assert inline == variables["p"]
            seen = open("/proc/self/cmdline", "rb").read() + open("/proc/self/environ", "rb").read()
            set_variable("seen", inline.encode() in seen)
            set_variable("copy", {"of": inline})
            print("LEAK=" + inline)
            raise Exception("leaking " + inline)
            """, new Dictionary<string, object?> { ["p"] = "{{ credential.admin.password }}" }, more: ", on_failure: continue");

        report.Steps[0].Error.ShouldBe("The script failed: Exception: leaking *** (line 7 of the script)");
        report.Steps[0].Outputs["seen"].ShouldBe(false);
        report.Steps[0].Outputs["LEAK"].ShouldBe("***");
        report.ToJson().ShouldNotContain(ProgramSteps.Password);
        Machine.FilesHolding(ProgramSteps.Password, since, library.OutsideDirectory).ShouldBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task Execute_CancelledInTheMiddle_LeavesNoProcess()
    {
        string mark = Guid.NewGuid().ToString("N");
        (LoopbackServer server, Task called) = ProgramSteps.Bell();
        await using LoopbackServer bell = server;
        using TemporaryLibrary library = new();
        using CancellationTokenSource cancel = new();
        Task<ExecutionReport> run = ProgramSteps.RunAsync("utility.python", new Dictionary<string, object?>
        {
            ["script"] = "import subprocess, time, urllib.request\nsubprocess.Popen(['setsid', 'sleep', '300'])\n"
                + $"try:\n  urllib.request.urlopen('{server.Url}')\n  time.sleep(300)\nexcept BaseException:\n  time.sleep(300)",
            ["environment"] = new Dictionary<string, object?> { ["MARK"] = mark },
        }, library, cancellationToken: cancel.Token);
        await called.WaitAsync(TestContext.Current.CancellationToken);

        await cancel.CancelAsync();

        (await run).Status.ShouldBe(ExecutionStatus.Cancelled);
        Machine.Processes(mark, "environ").ShouldBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task Execute_NoInterpreter_SaysWhatToDo()
        => (await RunAsync("1", more: new() { ["python"] = "python9" })).Error.ShouldNotBeNull().ShouldEndWith("Install Python 3, or name its interpreter with 'python'.");

    [Fact]
    public async Task Plan_VariablesAfterAScript_AreTaken()
    {
        using TemporaryLibrary library = new();

        (await library.PlanAsync(Some.Playbook("- { id: a, type: utility.python, parameters: { script: x } }\n- { id: b, type: utility.log, parameters: { message: '{{ variable.x }}{{ step.a.y }}' } }"))).Diagnostics.ShouldBeEmpty();
    }

    private static async Task<StepReport> RunAsync(string script, IReadOnlyDictionary<string, object?>? variables = null, Dictionary<string, object?>? more = null)
        => await ProgramSteps.RunAsync("utility.python", new Dictionary<string, object?>(more ?? []) { ["script"] = script, ["variables"] = variables ?? new Dictionary<string, object?>() });

    private static Task<ExecutionReport> RunReportAsync(TemporaryLibrary library, string script, IReadOnlyDictionary<string, object?>? variables = null, string more = "", string? outputs = null)
    {
        library.Options = library.Options with { Credentials = new InMemoryCredentialProvider(new Credential { Name = "admin", Password = new Secret(ProgramSteps.Password) }) };
        string parameters = PlaybookValues.ToJson(new Dictionary<string, object?> { ["script"] = script, ["variables"] = variables ?? new Dictionary<string, object?>() });
        return library.RunAsync(Some.Playbook($"- {{ id: a, type: utility.python, parameters: {parameters}{more} }}", outputs: outputs is null ? "" : $"all: \"{{{{ {outputs} }}}}\""), cancellationToken: TestContext.Current.CancellationToken);
    }
}
