using Playbooks.Debugging;

namespace Playbooks.Tests.Debugging;

/// <summary>What can be seen and changed at a stop.</summary>
public sealed class DebuggerStopTests
{
    private const string Password = "s3cr3t-w0rd";

    private readonly RecordingStep _record = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Inspect_PausedStep_ShowsEverythingWithSecretsMasked()
    {
        InMemoryCredentialProvider credentials = new(new Credential { Name = "admin", Password = new Secret(Password) });
        using TemporaryLibrary library = new() { Options = new() { Steps = [_record], Credentials = credentials } };
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("""
            - { id: a, type: test.record, parameters: { value: "{{ credential.admin.password }}" } }
            - { id: set, type: utility.set_variable, parameters: { name: v, value: "v {{ parameter.p }} {{ parameter.s }}" } }
            - { id: every, type: test.record, for_each: [one], parameters: { value: "{{ item }} {{ step.a.value }} {{ parameter.s }}" } }
            - { id: never, type: test.record }
            """, "- { name: p, default: x }\n- { name: s, secret: true }"), new Dictionary<string, object?> { ["s"] = Password + "-2" });
        PlaybookDebugger debugger = run.Debug();
        debugger.StopAtStart = false;
        debugger.AddBreakpoint("every[one]");
        Task<ExecutionReport> completion = run.RunAsync(Token);

        DebuggerStop stop = (await debugger.NextStopAsync(Token)).ShouldNotBeNull();

        stop.Step.Step.Id.ShouldBe("every");
        stop.Parameters.ShouldBe(new Dictionary<string, object?> { ["p"] = "x", ["s"] = "***" }, ignoreOrder: true);
        stop.Variables["v"].ShouldBe("***");
        stop.OutputsOf(run.Plan.Root.Steps[0]).ShouldNotBeNull()["value"].ShouldBe("***");
        stop.OutputsOf(run.Plan.Root.Steps[3]).ShouldBeNull();
        stop.Item.ShouldNotBeNull()["item"].ShouldBe("one");
        stop.Arguments["value"].ShouldBe("***");
        PlaybookValues.ToJson(stop.Item).ShouldNotContain(Password);
        stop.Continue();
        (await completion).ToJson().ShouldNotContain(Password);
    }

    [Fact]
    public async Task Inspect_Nest_ShowsTheChildAndNotItsCaller()
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [_record] } };
        library.Write("child.yaml", Some.Playbook("- { id: one, type: test.record, parameters: { value: '{{ parameter.p }}' } }", "- { name: p, type: integer }"));
        await library.VerifyAsync("child.yaml");

        await AtAsync(library, Some.Playbook("- { id: call, type: playbook.run, parameters: { playbook: child.yaml, p: 4 } }", "- { name: own, default: x }"), "call/one", stop =>
        {
            stop.Parameters.ShouldBe(new Dictionary<string, object?> { ["p"] = 4L });
            stop.Item.ShouldBeNull();
            stop.Variables.ShouldBeEmpty();
        });
    }

    [Fact]
    public async Task Arguments_ThatCannotBeHad_SayWhatTheStepWouldSay()
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [_record] } };
        string? said = null;

        ExecutionReport report = await AtAsync(library, Some.Playbook("- { id: set, type: utility.set_variable, when: 'false', parameters: { name: v, value: 1 } }\n- { id: a, type: test.record, parameters: { value: '{{ variable.v }}' } }"), "a", stop => said = Should.Throw<TemplateException>(() => stop.Arguments).Message);

        report.Steps[1].Error.ShouldBe(said.ShouldNotBeNull());
    }

    [Fact]
    public async Task Arguments_WholeLoop_HasNone()
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [_record] } };

        await AtAsync(library, Some.Playbook("- { id: every, type: test.record, for_each: [1], parameters: { value: '{{ item }}' } }"), "every", stop =>
        {
            stop.Arguments.ShouldBeEmpty();
            stop.Item.ShouldBeNull();
            Should.Throw<InvalidOperationException>(() => stop.SetArgument("value", 1L)).Message.ShouldContain("loop");
        });

        _record.Values.ShouldBe([1L]);
    }

    [Fact]
    public async Task SetVariable_IsSeenByThisStepAndLaterOnes()
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [_record] } };

        await AtAsync(
            library,
            Some.Playbook("- { id: set, type: utility.set_variable, parameters: { name: v, value: old } }\n- { id: a, type: test.record, when: \"variable.v == 'new'\", parameters: { value: '{{ variable.v }}' } }\n- { id: b, type: test.record, parameters: { value: '{{ variable.v }}' } }"),
            "a",
            stop =>
            {
                stop.Variables["v"].ShouldBe("old");
                stop.SetVariable("v", "new");
                stop.SetVariable("another", new Secret(Password));
                stop.Variables["another"].ShouldBe("***");
                stop.Arguments["value"].ShouldBe("new");
                Should.Throw<ArgumentException>(() => stop.SetVariable("", 1L));
            });

        _record.Values.ShouldBe(["new", "new"]);
    }

    [Fact]
    public async Task SetArgument_Leaf_IsGivenThisOnce()
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [_record] } };

        await AtAsync(library, Some.Playbook("- { id: every, type: test.record, for_each: [1, 2], parameters: { value: '{{ item }}' } }"), "every[2]", stop =>
        {
            stop.SetArgument("value", "mine");
            stop.Arguments["value"].ShouldBe("mine");
        });

        _record.Values.ShouldBe([1L, "mine"]);
    }

    [Fact]
    public async Task SetArgument_StepThatIsGivenNothing_IsGiven()
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [_record] } };

        await AtAsync(library, Some.Playbook("- { id: a, type: test.record }"), "a", stop => stop.SetArgument("value", "mine"));

        _record.Values.ShouldBe(["mine"]);
    }

    [Fact]
    public async Task SetArgument_Secret_IsMasked()
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [_record] } };

        ExecutionReport report = await AtAsync(library, Some.Playbook("- { id: a, type: test.record }"), "a", stop => stop.SetArgument("value", new Secret(Password)));

        report.ToJson().ShouldNotContain(Password);
        _record.Values[0].ShouldBeOfType<Secret>().Reveal().ShouldBe(Password);
    }

    [Fact]
    public async Task SetArgument_Nest_IsItsParameter()
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [_record] } };
        library.Write("child.yaml", Some.Playbook("- { id: one, type: test.record, parameters: { value: '{{ parameter.p }}' } }", "- { name: p, type: integer }"));
        await library.VerifyAsync("child.yaml");

        await AtAsync(library, Some.Playbook("- { id: call, type: playbook.run, parameters: { playbook: child.yaml, p: 4 } }"), "call", stop => stop.SetArgument("p", 5));

        _record.Values.ShouldBe([5L]);
    }

    [Theory]
    [InlineData("- { id: a, type: utility.sleep, parameters: { seconds: 0 } }", "seconds", "'seconds' must be a number, not the text 'soon'")]
    [InlineData("- { id: a, type: playbook.run, parameters: { playbook: child.yaml, p: 4 } }", "p", "Playbook 'child.yaml' was not started: The parameter 'p' must be a whole number, not the text 'soon'")]
    public async Task SetArgument_ThatDoesNotFit_FailsTheStep(string steps, string name, string error)
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [_record] } };
        library.Write("child.yaml", Some.Playbook("- { id: one, type: test.record, parameters: { value: '{{ parameter.p }}' } }", "- { name: p, type: integer }"));
        await library.VerifyAsync("child.yaml");

        ExecutionReport report = await AtAsync(library, Some.Playbook(steps), "a", stop => stop.SetArgument(name, "soon"));

        report.Steps[0].Error.ShouldBe(error);
    }

    [Fact]
    public async Task SetArgument_UnknownName_IsAMistake()
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [_record] } };

        await AtAsync(library, Some.Playbook("- { id: a, type: test.record }"), "a", stop =>
            Should.Throw<ArgumentException>(() => stop.SetArgument("worth", 1L)).Message.ShouldStartWith("Step 'a' has no parameter 'worth'; it has: value"));
    }

    private static async Task<ExecutionReport> AtAsync(TemporaryLibrary library, string yaml, string breakpoint, Action<DebuggerStop> look)
    {
        PlaybookRun run = await library.CreateRunAsync(yaml);
        PlaybookDebugger debugger = run.Debug();
        debugger.StopAtStart = false;
        debugger.AddBreakpoint(breakpoint);
        Task<ExecutionReport> completion = run.RunAsync(Token);
        int stops = 0;
        while (await debugger.NextStopAsync(Token) is DebuggerStop stop)
        {
            stops++;
            look(stop);
            stop.Continue();
        }

        stops.ShouldBe(1);
        return await completion;
    }
}
