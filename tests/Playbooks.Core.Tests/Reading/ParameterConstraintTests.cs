using Microsoft.Extensions.Logging;
using Playbooks.Reading;

namespace Playbooks.Tests.Reading;

/// <summary>What parameters demand beyond their type: when it is read, planned and run.</summary>
public sealed class ParameterConstraintTests
{
    private const string Step = "- { id: r, type: test.record, parameters: { value: '{{ parameter.p }}' } }";

    /// <summary>The keys of the parameter <c>p</c>; a value as YAML; what is wrong with it, or empty.</summary>
    public static TheoryData<string, string, string> Values => new()
    {
        { "enum: [a, b]", "b", "" },
        { "enum: [a, b]", "c", "must be one of a, b, not the text 'c'" },
        { "enum: ['1', '2.0']", "2.0", "" },
        { "type: integer, enum: [1, 2]", "2", "" },
        { "type: integer, enum: [1, 2]", "2.0", "" },
        { "type: integer, enum: [1, 2]", "3", "must be one of 1, 2, not the number 3" },
        { "type: list, enum: [[1], [2]]", "[2]", "" },
        { "type: list, enum: [[1], [2]]", "[2, 3]", "must be one of " },
        { "type: boolean, enum: [true]", "false", "must be one of true, not the boolean false" },
        { "pattern: '[a-z]+'", "abc", "" },
        { "pattern: '[a-z]+'", "abc1", "must match the pattern [a-z]+, which the text 'abc1' does not" },
        { "pattern: 'a|b'", "ab", "must match the pattern a|b, which the text 'ab' does not" },
        { "pattern: '[a-z]+'", "\"abc\\n\"", "must match the pattern" },
        { "pattern: '^a$'", "a", "" },
        { "pattern: '(a+)+b'", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "must match the pattern" },
        { "type: integer, min: 1, max: 5", "5", "" },
        { "type: integer, min: 1, max: 5", "0", "must be at least 1, and the number 0 is below" },
        { "type: float, max: 1.5", "1.6", "must be at most 1.5, and the number 1.6 is above" },
        { "type: float, min: 0", ".nan", "must be a number that can be compared, not the number " },
        { "type: float, min: 0", ".inf", "" },
        { "type: float, max: 0", ".inf", "must be at most 0, and the number " },
        { "min: 2, max: 3", "abc", "" },
        { "min: 2, max: 3", "a", "must have a length of at least 2, and the text 'a' is below" },
        { "min: 2, max: 3", "abcd", "must have a length of at most 3, and the text 'abcd' is above" },
        { "type: list, min: 1", "[]", "must have a number of items of at least 1, and a list is below" },
        { "type: list, max: 1", "[1, 2]", "must have a number of items of at most 1, and a list is above" },
        { "type: dict, max: 1", "{ a: 1, b: 2 }", "must have a number of entries of at most 1, and a map is above" },
        { "type: list, items: integer", "[1, 2]", "" },
        { "type: list, items: integer", "[1, two]", "must be a list of which each item is a whole number; item 2 is the text 'two'" },
        { "type: list, items: dict", "[{ a: 1 }, ~]", "must be a list of which each item is a map; item 2 is null" },
        { "secret: true, enum: [hunter2, hunter3]", "hunter4", "must be one of the values that its 'enum' lists" },
        { "secret: true, pattern: '[0-9]+'", "hunter4", "must match the pattern [0-9]+, which its value does not" },
        { "secret: true, min: 20", "hunter4", "must have a length of at least 20, and its value is below" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Run_Value_IsChecked(string keys, string value, string problem)
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [new RecordingStep()] } };
        PlaybookPlan plan = (await library.PlanAsync(Some.Playbook(Step, $"- {{ name: p, {keys} }}"))).EnsurePlanned();
        ParameterReadResult read = ParameterReader.Read(System.Text.Encoding.UTF8.GetBytes($"p: {value}"), "given.yaml", plan.Root.Playbook);
        PlaybookRun run = library.Engine().CreateRun(plan, read.Values);

        if (problem.Length == 0)
        {
            (await run.RunAsync(TestContext.Current.CancellationToken)).EnsureSucceeded();
            return;
        }

        Diagnostic diagnostic = (await Should.ThrowAsync<PlaybookInvalidException>(() => run.RunAsync(TestContext.Current.CancellationToken))).Diagnostics.ShouldHaveSingleItem();
        diagnostic.Code.ShouldBe("PB4003");
        diagnostic.Message.ShouldStartWith($"The parameter 'p' {problem}");
        diagnostic.Message.ShouldNotContain("hunter");
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Read_Default_IsChecked(string keys, string value, string problem)
    {
        ReadResult result = PlaybookReader.Read(Some.Playbook(Step, $"- {{ name: p, {keys}, default: {value} }}"), "x.yaml");

        result.Diagnostics.Select(diagnostic => diagnostic.Code).ShouldBe(problem.Length == 0 ? [] : ["PB1014"]);
        if (problem.Length > 0)
        {
            result.Diagnostics[0].Message.ShouldStartWith($"The default of 'p' {problem}");
            result.Diagnostics[0].Message.ShouldNotContain("hunter");
            result.Diagnostics[0].Location.ToString().ShouldBe($"x.yaml:3:{$"  - {{ name: p, {keys}, default: ".Length + 1}");
        }
    }

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Plan_ConstantForANestedPlaybook_IsChecked(string keys, string value, string problem)
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [new RecordingStep()] } };
        library.Write("child.yaml", Some.Playbook(Step, $"- {{ name: p, {keys} }}"));
        await library.VerifyAsync("child.yaml");

        PlanningResult result = await library.PlanAsync(Some.Playbook($"- {{ id: a, type: playbook.run, parameters: {{ playbook: child.yaml, p: {value} }} }}"));

        result.Diagnostics.Select(diagnostic => diagnostic.Code).ShouldBe(problem.Length == 0 ? [] : ["PB2012"]);
        if (problem.Length > 0)
        {
            result.Diagnostics[0].Message.ShouldStartWith($"'p' of playbook 'child.yaml' {problem}");
            result.Diagnostics[0].Message.ShouldNotContain("hunter");
            result.Diagnostics[0].Location.ToString().ShouldBe("root.yaml:3:73");
        }
    }

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Run_TemplateForANestedPlaybook_IsChecked(string keys, string value, string problem)
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [new RecordingStep()] } };
        library.Write("child.yaml", Some.Playbook(Step, $"- {{ name: p, {keys} }}"));
        await library.VerifyAsync("child.yaml");

        ExecutionReport report = await library.RunAsync(Some.Playbook($"- {{ id: v, type: utility.set_variable, parameters: {{ name: v, value: {value} }} }}\n- {{ id: a, type: playbook.run, parameters: {{ playbook: child.yaml, p: '{{{{ variable.v }}}}' }} }}"));

        if (problem.Length == 0 || keys.Contains("'2.0'", StringComparison.Ordinal))
        {
            (report.Status == ExecutionStatus.Completed).ShouldBe(problem.Length == 0 && !keys.Contains("'2.0'", StringComparison.Ordinal), report.Error);
        }
        else
        {
            report.Error.ShouldNotBeNull().ShouldStartWith($"Step 'a' failed: Playbook 'child.yaml' was not started: The parameter 'p' {problem}");
            report.Error.ShouldNotContain("hunter");
        }
    }

    [Theory]
    [InlineData("type: integer, pattern: a", "pattern", "'pattern' is for a parameter that is text")]
    [InlineData("type: list, secret: true", "secret", "'secret' is for a parameter that is text")]
    [InlineData("items: string", "items", "'items' is for a parameter that is a list")]
    [InlineData("type: boolean, min: 1", "min", "'min' is for a parameter that is a number, a text, a list or a map")]
    [InlineData("type: file, max: 1", "max", "'max' is for a parameter that is a number, a text, a list or a map")]
    [InlineData("type: credential, max: 1", "max", "'max' is for a parameter that is a number, a text, a list or a map")]
    [InlineData("type: integer, min: 2, max: 1", "min", "'min' must be at most 'max'")]
    [InlineData("min: .nan", "min", "'min' must be a number, not the number ")]
    [InlineData("min: '1'", "min", "'min' must be a number, not the text '1'")]
    [InlineData("enum: []", "enum", "'enum' must list at least one value")]
    [InlineData("enum: a", "enum", "'enum' must be a list, not the text 'a'")]
    [InlineData("pattern: '('", "pattern", "'pattern' is not a regular expression without backtracking: ")]
    [InlineData("pattern: 'a)|(?:b'", "pattern", "'pattern' is not a regular expression without backtracking: ")]
    [InlineData("pattern: '(a)\\1'", "pattern", "'pattern' is not a regular expression without backtracking: ")]
    [InlineData("pattern: 'a(?=b)'", "pattern", "'pattern' is not a regular expression without backtracking: ")]
    [InlineData("pattern: '(((a{1000}){1000}){1000})'", "pattern", "'pattern' is not a regular expression without backtracking: ")]
    [InlineData("secret: maybe", "secret", "'secret' must be true or false, not the text 'maybe'")]
    [InlineData("items: text, type: list", "items", "'items' must be one of string, integer")]
    public void Read_ConstraintThatCannotBe_IsADiagnostic(string keys, string key, string message)
    {
        string yaml = $"  - {{ name: p, {keys} }}";

        Diagnostic diagnostic = PlaybookReader.Read(Some.Playbook(Step, yaml.Trim()), "x.yaml").Diagnostics.ShouldHaveSingleItem();

        diagnostic.Code.ShouldBe("PB1014");
        diagnostic.Message.ShouldStartWith(message);
        diagnostic.Location.ToString().ShouldBe($"x.yaml:3:{yaml.IndexOf($"{key}: ", StringComparison.Ordinal) + key.Length + 3}");
    }

    [Theory]
    [InlineData("type: integer, enum: [1, two]", "Each value of 'enum' of 'p' must be a whole number, not the text 'two'")]
    [InlineData("enum: [a, ~]", "Each value of 'enum' of 'p' must be text, not null")]
    public void Read_EnumOfAnotherType_IsADiagnosticAtItsValue(string keys, string message)
        => PlaybookReader.Read(Some.Playbook(Step, $"- {{ name: p, {keys} }}"), "x.yaml").Diagnostics.ShouldHaveSingleItem().Message.ShouldBe(message);

    [Theory]
    [InlineData("mode: slow", "'mode' of 'test.mode' must be one of fast, safe, not the text 'slow'")]
    [InlineData("count: 11", "'count' of 'test.mode' must be at most 10, and the number 11 is above")]
    public async Task Plan_ConstantForAStepType_IsChecked(string argument, string message)
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [Mode(_ => StepResult.Completed())] } };

        Diagnostic diagnostic = (await library.PlanAsync(Some.Playbook($"- {{ id: a, type: test.mode, parameters: {{ {argument} }} }}"))).Diagnostics.ShouldHaveSingleItem();

        diagnostic.Code.ShouldBe("PB2012");
        diagnostic.Message.ShouldBe(message);
    }

    [Fact]
    public async Task Run_TemplateForAStepType_IsChecked()
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [Mode(_ => StepResult.Completed())] } };

        ExecutionReport report = await library.RunAsync(Some.Playbook("- { id: a, type: test.mode, parameters: { count: '{{ parameter.n }}' } }", "- { name: n, type: integer, default: 11 }"));

        report.Error.ShouldBe("Step 'a' failed: 'count' must be at most 10, and the number 11 is above");
    }

    [Theory]
    [InlineData("secret: true, default: hidden-by-default", null)]
    [InlineData("secret: true", "hidden-by-default")]
    [InlineData("secret: true, required: true", "hidden-by-default")]
    public async Task Run_SecretParameter_IsMaskedEverywhere(string keys, string? given)
    {
        CollectingLogger<PlaybookEngine> log = new();
        string? seen = null;
        LambdaStep step = new("test.step", context =>
        {
            seen = context.Arguments.GetString("value");
            context.Log(LogLevel.Information, $"I was given {seen}");
            return StepResult.Failed($"cannot use {seen}", new Dictionary<string, object?> { ["echo"] = seen, [seen] = seen });
        });
        using TemporaryLibrary library = new() { Options = new() { Steps = [step], Logger = log } };
        library.Write("child.yaml", Some.Playbook("- { id: s, type: test.step, on_failure: continue, parameters: { value: '{{ parameter.p }}' } }", $"- {{ name: p, {keys} }}", "out: 'x {{ parameter.p }}'\nsplit: '{{ parameter.p | split(\"-\") }}'"));
        await library.VerifyAsync("child.yaml");
        string argument = given is null ? "" : ", p: hidden-by-default";
        PlaybookPlan plan = (await library.PlanAsync(Some.Playbook($"- {{ id: call, type: playbook.run, parameters: {{ playbook: child.yaml{argument} }} }}\n- {{ id: log, type: utility.log, parameters: {{ message: 'child: {{{{ step.call.out }}}}' }} }}"))).EnsurePlanned();
        PlaybookRun run = library.Engine().CreateRun(plan);
        IAsyncEnumerable<ExecutionEvent> events = run.Events(includeNested: true);

        ExecutionReport report = (await run.RunAsync(TestContext.Current.CancellationToken)).EnsureSucceeded();

        seen.ShouldBe("hidden-by-default");
        report.ToJson().ShouldNotContain("hidden-by-default");
        report.Steps[0].Nested!.Steps[0].Error.ShouldBe("cannot use ***");
        log.Entries.ShouldAllBe(entry => !entry.Message.Contains("hidden-by-default", StringComparison.Ordinal));
        await foreach (ExecutionEvent happened in events)
        {
            string text = happened switch
            {
                StepLogged said => said.Message,
                StepFinished finished => finished.Report.Error + finished.Report.Outputs.Aggregate("", (all, one) => $"{all} {one.Key}={PlaybookValues(one.Value)}"),
                _ => "",
            };
            text.ShouldNotContain("hidden-by-default");
        }
    }

    [Fact]
    public async Task Run_SecretArgumentOfAStepType_IsMasked()
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [Mode(context => StepResult.Failed($"cannot use {context.Arguments.GetString("token")} and {context.Arguments.GetString("key")}"))] } };

        ExecutionReport report = await library.RunAsync(Some.Playbook("- { id: a, type: test.mode, parameters: { token: plain-token } }"));

        report.Error.ShouldBe("Step 'a' failed: cannot use *** and ***");
    }

    [Fact]
    public async Task Run_SecretOfTheWrongType_IsNotQuoted()
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [new RecordingStep()] } };

        PlaybookInvalidException exception = await Should.ThrowAsync<PlaybookInvalidException>(
            library.RunAsync(Some.Playbook(Step, "- { name: p, secret: true }"), new Dictionary<string, object?> { ["p"] = new object?[] { "hunter2" } }));

        exception.Message.ShouldContain("The parameter 'p' must be text, not what was given");
        exception.Message.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Run_EnumOfACredential_ComparesItsName()
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [new RecordingStep()], Credentials = new InMemoryCredentialProvider(new Credential { Name = "admin", Password = new Secret("password") }, new Credential { Name = "guest" }) } };
        library.Write("child.yaml", Some.Playbook("- { id: r, type: test.record }", "- { name: p, type: credential, enum: [admin] }"));
        await library.VerifyAsync("child.yaml");
        string yaml = Some.Playbook("- { id: a, type: playbook.run, parameters: { playbook: child.yaml, p: '{{ parameter.c }}' } }", "- { name: c, type: credential }");

        (await library.RunAsync(yaml, new Dictionary<string, object?> { ["c"] = "admin" })).Status.ShouldBe(ExecutionStatus.Completed);
        (await library.RunAsync(yaml, new Dictionary<string, object?> { ["c"] = "guest" })).Error.ShouldNotBeNull().ShouldEndWith("must be one of admin, not a credential");
    }

    private static string? PlaybookValues(object? value) => value is IReadOnlyList<object?> list ? string.Join(',', list) : value?.ToString();

    private static LambdaStep Mode(Func<StepContext, StepResult> execute) => new("test.mode", execute)
    {
        Definition = new()
        {
            Type = "test.mode",
            Description = "Has demands.",
            Parameters =
            [
                new() { Name = "mode", Allowed = ["fast", "safe"] },
                new() { Name = "count", Type = ParameterType.Integer, Maximum = 10 },
                new() { Name = "token", Secret = true },
                new() { Name = "key", Secret = true, Default = "default-key" },
            ],
        },
    };
}
