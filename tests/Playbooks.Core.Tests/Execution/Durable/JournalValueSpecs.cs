
namespace Playbooks.Tests.Execution.Durable;

/// <summary>What a step gave is the same in the second life, but for secrets, which are in no store.</summary>
public sealed class JournalValueSpecs : IDisposable
{
    private const string Canary = "canary-7Hq2";

    private readonly DurableLibrary _library = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<object?> Values => new(
        5.0, -0.0, 1e15, 1.5e300, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 5L, long.MinValue, 0.1, true, null, "", "ünï 🎉 \u0000 \"\\ \n", "NaN",
        new object?[] { 1L, 1.0, null, new Dictionary<string, object?> { ["$secret"] = true, ["$number"] = "NaN", ["$$x"] = 1L, [""] = Array.Empty<object?>() } },
        new Dictionary<string, object?> { ["$secret"] = "***" }, new Dictionary<string, object?> { ["$number"] = "NaN" }, new Dictionary<string, object?>(), Deep(120));

    public void Dispose() => _library.Dispose();

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_value_comes_back_as_it_was(object? value)
    {
        List<object?> seen = [];
        _library.Does = context =>
        {
            if (context.Address.StepId == "a")
            {
                context.SetVariable("v", value);
                return StepResult.Completed(new Dictionary<string, object?> { ["value"] = value, ["$odd"] = value });
            }

            seen.Add(context.Arguments["value"]);
            return StepResult.Completed();
        };
        _library.Write("root.yaml", Some.Playbook("- { id: a, type: test.do }\n- { id: b, type: test.do, parameters: { value: [\"{{ step.a.value }}\", \"{{ variable.v }}\", \"{{ step.a['$odd'] }}\"] } }"));
        string executionId = (await _library.DieAtAsync(2, afterWriting: false))!;

        (await _library.ResumeAsync(executionId)).EnsureSucceeded();

        seen.ShouldHaveSingleItem().ShouldBeAssignableTo<IReadOnlyList<object?>>()!.ShouldAllBe(one => Same(one, value));
    }

    [Fact]
    public async Task Variables_are_set_again_those_of_failed_attempts_and_of_loops_too()
    {
        object? seen = null;
        _library.Does = context =>
        {
            switch (context.Address.StepId)
            {
                case "a":
                    context.SetVariable($"a{context.Attempt}", (long)context.Attempt);
                    return context.Attempt < 3 ? StepResult.Failed("not yet") : null!;
                case "b":
                    context.SetVariable("b", "of a failure");
                    return StepResult.Failed("never");
                case "each":
                    context.SetVariable("last", context.Arguments["value"]);
                    return null!;
                case "end":
                    seen = context.Arguments["value"];
                    return null!;
                default:
                    return null!;
            }
        };
        _library.Write("root.yaml", Some.Playbook("""
            - { id: a, type: test.do, retry_count: 2, retry_delay: 0 }
            - { id: b, type: test.do, on_failure: continue }
            - { id: each, type: test.do, for_each: [x, y, z], parameters: { value: "{{ item }}" } }
            - { id: end, type: test.do, parameters: { value: "{{ variable.a1 }}{{ variable.a2 }}{{ variable.a3 }} {{ variable.b }} {{ variable.last }}" } }
            """));
        for (int append = 2; await _library.DieAtAsync(append, afterWriting: true) is string executionId; append++)
        {
            seen = null;
            ExecutionReport report = await _library.ResumeAsync(executionId);
            report.EnsureSucceeded();
            (report.Steps[3].Attempts == 1).ShouldBeTrue();
            seen?.ShouldBe("123 of a failure z");
        }
    }

    [Fact]
    public async Task No_secret_is_in_the_store_and_those_that_nobody_uses_do_not_matter()
    {
        string[] spellings = [Canary, Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Canary)), Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("user:" + Canary))];
        _library.Options = new() { Credentials = new InMemoryCredentialProvider(new Credential { Name = "admin", Username = "user", Password = new Secret(Canary) }) };
        _library.Does = context => context.Address.StepId switch
        {
            "leak" => StepResult.Completed(new Dictionary<string, object?>
            {
                ["value"] = new Secret(Canary + "-made"),
                ["text"] = $"token={Canary}",
                ["list"] = new object?[] { Canary, "plain", new Dictionary<string, object?> { [Canary] = 1L } },
                [$"key-{Canary}"] = 1L,
                ["encoded"] = spellings[1],
            }),
            "fails" => StepResult.Failed($"cannot log in with {Canary}"),
            _ => null!,
        };
        _library.Write("child.yaml", Some.Playbook("- { id: x, type: test.do, parameters: { value: \"{{ parameter.token }}\" } }\n- { id: y, type: test.do }\n- { id: z, type: test.do }", "- { name: token, secret: true }", "token: '{{ parameter.token }}'"))
            .Write("root.yaml", Some.Playbook("""
                - { id: leak, type: test.do, parameters: { value: "{{ credential.admin.password }} {{ parameter.key }}" } }
                - { id: fails, type: test.do, on_failure: continue }
                - { id: nest, type: playbook.run, parameters: { playbook: child.yaml, token: "Bearer {{ step.leak.value }}" } }
                - { id: plain, type: test.do, parameters: { value: "{{ step.leak.list[1] }}" } }
                """, "- { name: key, secret: true }\n- { name: map, type: dict }", "token: '{{ step.nest.token }}'"));
        await _library.VerifyAsync("child.yaml");
        Dictionary<string, object?> parameters = new() { ["key"] = "parameter-" + Canary, ["map"] = new Dictionary<string, object?> { ["inner"] = "parameter-" + Canary } };
        ResumeOptions again = new() { Parameters = parameters };
        int lives = 0;
        for (int append = 2; await _library.DieAtAsync(append, afterWriting: true, parameters) is string executionId; append++)
        {
            ExecutionReport report = await _library.ResumeAsync(executionId, again);

            // The step of the nest that uses the token is past, or still to come: then it fails, and says why.
            (report.Status == ExecutionStatus.Completed || report.Error!.Contains("rerun from the step that gave it", StringComparison.Ordinal)).ShouldBeTrue(report.Error);
            lives += report.Status == ExecutionStatus.Completed ? 1 : 0;
            string everything = string.Join('\n', (await _library.Store.ReadJournalAsync(executionId, Token)).Select(entry => entry.ToString()).Append((await _library.Store.FindAsync(executionId, Token))!.ToString()));
            spellings.ShouldAllBe(spelling => !everything.Contains(spelling, StringComparison.Ordinal));
            spellings.ShouldAllBe(spelling => !report.ToJson().Contains(spelling, StringComparison.Ordinal));
        }

        lives.ShouldBeGreaterThanOrEqualTo(2);
    }

    [Theory]
    [InlineData("when: \"step.a.value == 'x'\"")]
    [InlineData("when: \"step.a.value != 5\"")]
    [InlineData("when: \"'x' in step.a.list\"")]
    [InlineData("when: \"step.a.value.field | default('x') == 'x'\"")]
    [InlineData("for_each: \"{{ step.a.value }}\"")]
    [InlineData("parameters: { value: \"{{ step.a.value | from_json }}\" }")]
    [InlineData("parameters: { value: \"{{ step.a.value | length }}\" }")]
    public async Task What_is_asked_of_a_lost_secret_fails_and_does_not_guess(string keys)
    {
        _library.Does = context => context.Address.StepId == "a"
            ? StepResult.Completed(new Dictionary<string, object?> { ["value"] = new Secret("open sesame"), ["list"] = new object?[] { new Secret("open sesame") } })
            : null!;
        _library.Write("root.yaml", Some.Playbook($"- {{ id: a, type: test.do }}\n- {{ id: look, type: test.do }}\n- {{ id: b, type: test.look, {keys} }}"));
        string executionId = (await _library.DieAtAsync(2, afterWriting: true))!;

        ExecutionReport report = await _library.ResumeAsync(executionId);

        report.Status.ShouldBe(ExecutionStatus.Failed);
        report.Error!.ShouldContain("rerun from the step that gave it");
        report.Error!.ShouldContain("Step 'b' failed");
    }

    [Fact]
    public async Task A_value_that_cannot_be_written_fails_its_step_and_does_not_break_the_run()
    {
        _library.Does = context => context.Address.StepId == "a" ? StepResult.Completed(new Dictionary<string, object?> { ["value"] = Deep(2000) }) : null!;
        _library.Write("root.yaml", Some.Playbook("- { id: a, type: test.do }\n- { id: b, type: test.do }"));

        ExecutionReport report = await _library.RunAsync();

        report.Status.ShouldBe(ExecutionStatus.Failed);
        report.Error.ShouldBe("Step 'a' failed: Its outputs cannot be taken: A value is nested more than 128 levels deep");
        _library.Log.ShouldBe(["a"]);
    }

    private static object? Deep(int levels) => Enumerable.Range(0, levels).Aggregate((object?)1.0, (inner, _) => new object?[] { inner });

    private static bool Same(object? a, object? b) => (a, b) switch
    {
        (IReadOnlyDictionary<string, object?> x, IReadOnlyDictionary<string, object?> y) => x.Count == y.Count && x.Zip(y).All(pair => pair.First.Key == pair.Second.Key && Same(pair.First.Value, pair.Second.Value)),
        (IReadOnlyList<object?> x, IReadOnlyList<object?> y) => x.Count == y.Count && x.Zip(y).All(pair => Same(pair.First, pair.Second)),
        (double x, double y) => BitConverter.DoubleToInt64Bits(x) == BitConverter.DoubleToInt64Bits(y),
        _ => Equals(a, b),
    };
}
