
namespace Playbooks.Tests.Planning;

public sealed class PlaybookPlannerTests
{
    [Fact]
    public async Task Plan_MissingRoot_IsReportedAtItsPath()
    {
        using TemporaryLibrary library = new();

        (await library.Engine().PlanAsync("none.yaml")).Diagnostics.ShouldHaveSingleItem().ToString().ShouldStartWith("none.yaml: error PB2007: Playbook 'none.yaml' does not exist in ");
    }

    [Theory]
    [InlineData("../root.yaml")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Plan_PathThatIsNone_IsADiagnostic(string? path)
    {
        using TemporaryLibrary library = new();

        (await library.Engine().PlanAsync(path!)).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("PB2006");
    }

    [Fact]
    public async Task Plan_SelfCall_IsACircle()
    {
        using TemporaryLibrary library = new();

        PlanningResult result = await library.PlanAsync(Some.Caller("root.yaml"));

        result.Diagnostics.Single(found => found.Code == "PB2004").Message.ShouldBe("Circular dependency detected: root.yaml → root.yaml");
    }

    [Fact]
    public async Task Plan_CircleBelowTheRoot_ShowsTheCircleOnly()
    {
        using TemporaryLibrary library = new();
        library.Write("a.yaml", Some.Caller("b.yaml")).Write("b.yaml", Some.Caller("c.yaml")).Write("c.yaml", Some.Caller("a.yaml"));

        PlanningResult result = await library.PlanAsync(Some.Caller("./a.yaml"));

        result.Diagnostics.Single(found => found.Code == "PB2004").Message.ShouldBe("Circular dependency detected: a.yaml → b.yaml → c.yaml → a.yaml");
    }

    [Fact]
    public async Task Plan_Diamond_IsNoCircle()
    {
        using TemporaryLibrary library = new();
        library.Write("d.yaml", Some.Leaf()).Write("b.yaml", Some.Caller("d.yaml")).Write("c.yaml", Some.Caller("d.yaml"));
        await library.VerifyAsync("d.yaml", "b.yaml", "c.yaml");

        PlanningResult result = await library.PlanAsync(Some.Caller("b.yaml", "c.yaml", "b.yaml"));

        result.Diagnostics.ShouldBeEmpty();
        result.EnsurePlanned().Playbooks.Select(playbook => playbook.Path).ShouldBe(["root.yaml", "b.yaml", "c.yaml", "d.yaml"]);
    }

    [Theory]
    [InlineData(3, 3, true)]
    [InlineData(3, 4, false)]
    [InlineData(0, 0, true)]
    [InlineData(0, 1, false)]
    [InlineData(5, 5, true)]
    public async Task Plan_Depth_IsCheckedAgainstItsBound(int maximum, int depth, bool planned)
    {
        using TemporaryLibrary library = new() { Options = new() { MaximumNestingDepth = 10 } };
        await WriteChainAsync(library, depth);
        library.Options = library.Options with { MaximumNestingDepth = maximum };

        PlanningResult result = await library.Engine().PlanAsync("p0.yaml");

        (result.Plan is not null).ShouldBe(planned);
        result.Diagnostics.ShouldAllBe(diagnostic => diagnostic.Code == "PB2005");
    }

    [Fact]
    public void Engine_NegativeDepth_IsRefused()
    {
        using TemporaryLibrary library = new() { Options = new() { MaximumNestingDepth = -1 } };

        Should.Throw<ArgumentException>(library.Engine).Message.ShouldStartWith("MaximumNestingDepth is -1; it must be from 0 to 10000");
    }

    [Fact]
    public async Task Plan_TheLongestWayCounts_NotTheFirst()
    {
        using TemporaryLibrary library = new();
        library.Write("d.yaml", Some.Leaf()).Write("c.yaml", Some.Caller("d.yaml")).Write("b.yaml", Some.Caller("c.yaml")).Write("a.yaml", Some.Caller("b.yaml"));
        await library.VerifyAsync("d.yaml", "c.yaml", "b.yaml", "a.yaml");

        PlanningResult result = await library.PlanAsync(Some.Caller("d.yaml", "c.yaml", "a.yaml"));

        result.Diagnostics.ShouldHaveSingleItem().Message.ShouldBe("Maximum nesting depth (3) exceeded: root.yaml → a.yaml → b.yaml → c.yaml → d.yaml");
    }

    [Fact]
    public async Task Plan_EverythingWrong_IsReportedAtOnceFileByFile()
    {
        using TemporaryLibrary library = new();
        library.Write("bad.yaml", "nmae: x\n").Write("unverified.yaml", Some.Playbook("- { id: a, type: no.such }"));

        PlanningResult result = await library.PlanAsync(Some.Playbook("""
            - { id: a, type: playbook.run, parameters: { playbook: bad.yaml } }
            - { id: b, type: playbook.run, parameters: { playbook: unverified.yaml, x: 1 } }
            - { id: c, type: playbook.run, parameters: { playbook: ../out.yaml } }
            - { id: d, type: utility.log, parameters: { message: "{{ parameter.p }}", mesage: x } }
            """));

        result.Plan.ShouldBeNull();
        result.Diagnostics.Select(diagnostic => $"{diagnostic.Location.File}:{diagnostic.Location.Line} {diagnostic.Code}").ShouldBe(
        [
            "root.yaml:3 PB2001", "root.yaml:4 PB2001", "root.yaml:4 PB2010", "root.yaml:5 PB2006", "root.yaml:6 PB3003", "root.yaml:6 PB2010",
            "bad.yaml:1 PB1013", "bad.yaml:1 PB1013", "bad.yaml:1 PB1012", "unverified.yaml:3 PB2009",
        ]);
        Should.Throw<PlaybookInvalidException>(result.EnsurePlanned).Message.Split(Environment.NewLine).Length.ShouldBe(10);
    }

    [Fact]
    public async Task Plan_HundredsOfWarnings_DoNotHideTheError()
    {
        string braces = string.Concat(Enumerable.Repeat("{{ color: red }} ", 300));
        using TemporaryLibrary library = new();

        PlanningResult result = await library.PlanAsync(Some.Playbook($$$"""- { id: a, type: utility.log, parameters: { message: "{{{braces}}} {{ parameter.gone }}" } }"""));

        result.Plan.ShouldBeNull();
        result.Diagnostics.ShouldContain(diagnostic => diagnostic.Code == "PB3003");
    }

    [Fact]
    public async Task Plan_VerifiedInTheFile_DoesNotVerifyIt()
    {
        using TemporaryLibrary library = new();
        library.Write("child.yaml", "verified: true\n" + Some.Leaf());

        PlanningResult result = await library.PlanAsync(Some.Caller("child.yaml"));

        result.Diagnostics.Select(diagnostic => diagnostic.Code).ShouldBe(["PB2001", "PB1017"]);
    }

    [Fact]
    public async Task Plan_WhenFilesChangeAfterwards_RunsWhatWasPlanned()
    {
        RecordingStep record = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [record] } };
        library.Write("child.yaml", Some.Playbook("- { id: r, type: test.record, parameters: { value: planned } }"));
        await library.VerifyAsync("child.yaml");
        PlaybookPlan plan = (await library.PlanAsync(Some.Caller("child.yaml"))).EnsurePlanned();
        library.Write("child.yaml", Some.Playbook("- { id: r, type: test.record, parameters: { value: changed } }"));
        File.Delete(library.FullPath("root.yaml"));
        File.Delete(library.LockFile);

        ExecutionReport report = await library.Engine().CreateRun(plan).RunAsync(TestContext.Current.CancellationToken);

        report.Status.ShouldBe(ExecutionStatus.Completed);
        record.Values.ShouldBe(["planned"]);
    }

    [Fact]
    public async Task Plan_RunByManyAtOnce_GivesEachItsOwnReport()
    {
        RecordingStep record = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [record] } };
        PlaybookEngine engine = library.Engine();
        PlaybookPlan plan = (await library.PlanAsync(Some.Playbook(
            "- { id: r, type: test.record, parameters: { value: '{{ parameter.n }}' } }", "- { name: n, type: integer }", "n: '{{ step.r.value }}'"))).EnsurePlanned();

        ExecutionReport[] reports = await Task.WhenAll(Enumerable.Range(0, 200).Select(n => engine.CreateRun(plan, new Dictionary<string, object?> { ["n"] = n }).RunAsync()));

        reports.Select(report => report.Outputs["n"]).ShouldBe(Enumerable.Range(0, 200).Select(n => (object?)(long)n));
        reports.Select(report => report.ExecutionId).ShouldBeUnique();
    }

    [Fact]
    public async Task Plan_AThousandPlaybooks_LoadsEachOnce()
    {
        using TemporaryLibrary library = new();
        string[] paths = [.. Enumerable.Range(0, 1000).Select(i => $"p{i}.yaml")];
        foreach (string path in paths)
        {
            library.Write(path, Some.Leaf());
        }

        PlanningResult result = await library.PlanAsync(Some.Caller([.. paths, .. paths]));

        // Bounded: the first 200 of 2,000 unverified calls.
        result.Diagnostics.Count.ShouldBe(200);
        result.Diagnostics.ShouldAllBe(diagnostic => diagnostic.Code == "PB2001");
    }

    [Fact]
    public async Task PlanAndRun_AChainOfTwoThousand_NeedsNoDeepStack()
    {
        using TemporaryLibrary library = new() { Options = new() { MaximumNestingDepth = 2000 } };
        await WriteChainAsync(library, 2000);

        PlaybookPlan plan = (await library.Engine().PlanAsync("p0.yaml")).EnsurePlanned();
        ExecutionReport report = await library.Engine().CreateRun(plan).RunAsync(TestContext.Current.CancellationToken);

        plan.Playbooks.Count.ShouldBe(2001);
        plan.Root.Effect.ShouldBe(StepEffect.ReadOnly);
        plan.ToString().ShouldContain("p2000.yaml");
        report.Status.ShouldBe(ExecutionStatus.Completed);
    }

    [Fact]
    public async Task Effect_OfANestWithMillionsOfPaths_IsKnownAtOnce()
    {
        using TemporaryLibrary library = new() { Options = new() { MaximumNestingDepth = 30 } };
        library.Write("p30.yaml", Some.Playbook("- { id: a, type: http.request, parameters: { url: 'http://x', method: POST } }"));
        await library.VerifyAsync("p30.yaml");
        for (int i = 29; i >= 0; i--)
        {
            library.Write($"p{i}.yaml", Some.Caller($"p{i + 1}.yaml", $"p{i + 1}.yaml", $"p{i + 1}.yaml"));
            await library.VerifyAsync($"p{i}.yaml");
        }

        PlaybookPlan plan = (await library.Engine().PlanAsync("p0.yaml")).EnsurePlanned();

        plan.Root.Effect.ShouldBe(StepEffect.Mutating);
    }

    [Theory]
    [InlineData("", StepEffect.ReadOnly)]
    [InlineData(", method: head", StepEffect.ReadOnly)]
    [InlineData(", method: POST", StepEffect.Mutating)]
    [InlineData(", method: '{{ parameter.method }}'", StepEffect.Mutating)]
    public async Task Effect_OfAnHttpRequest_DependsOnItsMethod(string method, StepEffect effect)
    {
        using TemporaryLibrary library = new();
        string yaml = Some.Playbook($"- {{ id: a, type: http.request, parameters: {{ url: 'http://x'{method} }} }}") + "\nparameters: [{ name: method, default: GET }]\n";

        (await library.PlanAsync(yaml)).EnsurePlanned().Root.Steps[0].Effect.ShouldBe(effect);
    }

    [Fact]
    public async Task Plan_ToString_ShowsTheNest()
    {
        using TemporaryLibrary library = new();
        library.Write("child.yaml", Some.Leaf());
        await library.VerifyAsync("child.yaml");

        PlaybookPlan plan = (await library.PlanAsync(Some.Playbook("""
            - { id: a, type: playbook.run, parameters: { playbook: child.yaml }, on_failure: continue, retry_count: 2 }
            - { id: b, type: utility.log, when: "true", parameters: { message: "{{ credential.admin.password }}" }, timeout: 5 }
            """))).EnsurePlanned();

        plan.ToString().ReplaceLineEndings("\n").ShouldBe("""
            root.yaml: Some playbook [read-only]
              a: a (playbook.run child.yaml revision 1) [read-only, 2 retries, goes on after a failure]
                say: say (utility.log) [read-only, at most 300 s]
                    with message=hello
              b: b (utility.log) [read-only, at most 5 s, when true]
                  with message={{ credential.admin.password }}
            credentials: admin

            """.ReplaceLineEndings("\n"));
        plan.Credentials.ShouldBe(["admin"]);
        plan.Root.State.ShouldBe(VerificationState.Unverified);
        plan.Playbooks[1].State.ShouldBe(VerificationState.Verified);
    }

    /// <summary><c>p0.yaml</c> calls <c>p1.yaml</c> calls … so many levels deep; verified with one write, since the chain may be long.</summary>
    private static async Task WriteChainAsync(TemporaryLibrary library, int depth)
    {
        List<string> records = [];
        string? children = null;
        for (int i = depth; i >= 0; i--)
        {
            string yaml = i == depth ? Some.Leaf() : Some.Caller($"p{i + 1}.yaml");
            string sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(yaml)));
            library.Write($"p{i}.yaml", yaml);
            records.Add($$"""  "p{{i}}.yaml": { "sha256": "{{sha256}}", "revision": 1, "verified_at": "2026-01-01T00:00:00+00:00", "children": { {{children}} } }""");
            children = $$""" "p{{i}}.yaml": { "sha256": "{{sha256}}", "revision": 1 }""";
        }

        await File.WriteAllTextAsync(library.LockFile, $$"""{ "version": 1, "playbooks": { {{string.Join(",\n", records)}} } }""");
    }
}
