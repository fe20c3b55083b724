using System.Collections;

namespace Playbooks.Tests.Values;

/// <summary>A value without an end, or with too many values, is refused where it enters.</summary>
public sealed class ValueBoundSpecs : IDisposable
{
    private const string TooDeep = "A value is nested more than 128 levels deep";

    private readonly TemporaryLibrary _library = new();

    public void Dispose() => _library.Dispose();

    public static TheoryData<string> Endless => new("map", "list", "table", "array", "deep", "wide");

    [Theory]
    [MemberData(nameof(Endless))]
    public async Task A_parameter_is_refused_before_the_first_step(string kind)
    {
        string yaml = Some.Playbook("- { id: say, type: utility.log, parameters: { message: x } }", "- { name: given, type: dict }");

        PlaybookInvalidException thrown = await Should.ThrowAsync<PlaybookInvalidException>(() => _library.RunAsync(
            yaml, new Dictionary<string, object?> { ["given"] = Make(kind) }, TestContext.Current.CancellationToken));

        thrown.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("PB4003");
        thrown.Message.ShouldContain("What was given for 'given' cannot be taken: A value ");
    }

    [Theory]
    [MemberData(nameof(Endless))]
    public async Task A_parameter_is_refused_by_a_cancelled_run_with_a_history_too(string kind)
    {
        _library.Options = new() { ExecutionStore = new Playbooks.Storage.InMemoryExecutionStore() };
        PlaybookRun run = await _library.CreateRunAsync(
            Some.Playbook("- { id: say, type: utility.log, parameters: { message: x } }", "- { name: given, type: dict }"),
            new Dictionary<string, object?> { ["given"] = Make(kind) });

        await Should.ThrowAsync<PlaybookInvalidException>(() => run.RunAsync(new CancellationToken(canceled: true)));
    }

    [Theory]
    [MemberData(nameof(Endless))]
    public async Task Outputs_of_a_handler_fail_its_step(string kind)
    {
        _library.Options = new() { Steps = [new LambdaStep("test.do", _ => StepResult.Completed(new Dictionary<string, object?> { ["value"] = Make(kind) }))] };

        ExecutionReport report = await _library.RunAsync(
            Some.Playbook("- { id: a, type: test.do }\n- { id: b, type: test.do, secret_outputs: [value] }"), cancellationToken: TestContext.Current.CancellationToken);

        report.Steps[0].Error.ShouldNotBeNull().ShouldStartWith("Its outputs cannot be taken: A value ");
        report.Steps[0].Outputs.ShouldBeEmpty();
        report.ToJson().ShouldContain("failed");
    }

    [Theory]
    [MemberData(nameof(Endless))]
    public async Task A_variable_of_a_handler_fails_its_step(string kind)
    {
        _library.Options = new()
        {
            Steps =
            [
                new LambdaStep("test.do", context =>
                {
                    context.SetVariable("value", Make(kind));
                    return StepResult.Completed();
                }),
            ],
        };

        ExecutionReport report = await _library.RunAsync(Some.Playbook("- { id: a, type: test.do }"), cancellationToken: TestContext.Current.CancellationToken);

        report.Steps[0].Error.ShouldNotBeNull().ShouldStartWith("A value ");
    }

    [Theory]
    [MemberData(nameof(Endless))]
    public void A_redactor_refuses_to_learn_from_it(string kind)
        => Should.Throw<TemplateException>(() => new Redactor().AddAll(Make(kind))).Message.ShouldStartWith("A value ");

    [Theory]
    [InlineData("map")]
    [InlineData("list")]
    [InlineData("deep")]
    public void It_is_neither_masked_nor_written(string kind)
    {
        Should.Throw<TemplateException>(() => new Redactor().Mask(Make(kind)));
        Should.Throw<TemplateException>(() => PlaybookValues.ToJson(Make(kind)));
        Should.Throw<TemplateException>(() => StepDecision.Done(new Dictionary<string, object?> { ["x"] = Make(kind) }));
    }

    [Fact]
    public async Task As_deep_as_it_may_be_a_value_goes_all_the_way()
    {
        // The outputs themselves are the first level.
        object? value = Nested(127);
        _library.Options = new()
        {
            ExecutionStore = new Playbooks.Storage.InMemoryExecutionStore(),
            Steps = [new LambdaStep("test.do", _ => StepResult.Completed(new Dictionary<string, object?> { ["value"] = value }))],
        };

        ExecutionReport report = await _library.RunAsync(Some.Playbook("- { id: a, type: test.do, for_each: [1, 2] }\n- { id: b, type: test.do }", outputs: "v: '{{ step.b.value }}'"), cancellationToken: TestContext.Current.CancellationToken);

        report.Status.ShouldBe(ExecutionStatus.Completed, report.Error);
        report.ToJson().ShouldContain("[");
        new Redactor().AddAll(Nested(128));
        Should.Throw<TemplateException>(() => new Redactor().AddAll(Nested(129))).Message.ShouldBe(TooDeep);
    }

    private static object? Nested(int levels) => Enumerable.Range(0, levels).Aggregate((object?)1L, (inner, _) => new object?[] { inner });

    private static Dictionary<string, object?> Make(string kind)
    {
        switch (kind)
        {
            case "map":
                Dictionary<string, object?> map = [];
                map["self"] = map;
                return map;
            case "list":
                List<object?> list = [];
                list.Add(new Dictionary<string, object?> { ["list"] = list });
                return new Dictionary<string, object?> { ["list"] = list };
            case "table":
                Hashtable table = [];
                table["self"] = table;
                return new Dictionary<string, object?> { ["table"] = table };
            case "array":
                ArrayList array = [];
                array.Add(array);
                return new Dictionary<string, object?> { ["array"] = array };
            case "deep":
                return new Dictionary<string, object?> { ["deep"] = Nested(2000) };
            default:
                // Few objects, and 2 to the power of 100 values.
                object? inner = 1L;
                for (int level = 0; level < 100; level++)
                {
                    inner = new[] { inner, inner };
                }

                return new Dictionary<string, object?> { ["wide"] = inner };
        }
    }
}
