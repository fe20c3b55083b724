using Microsoft.Extensions.Logging;

namespace Playbooks.Testing.Tests;

public sealed class TestStepContextSpecs
{
    private static readonly LambdaStep Step = new("demo.order", Order)
    {
        Definition = new()
        {
            Type = "demo.order",
            Description = "Orders something.",
            Parameters =
            [
                new() { Name = "what", Required = true },
                new() { Name = "count", Type = ParameterType.Integer, Default = 1L, Minimum = 1 },
                new() { Name = "key", Secret = true },
                new() { Name = "options", Type = ParameterType.Any },
            ],
            VariableParameter = "what",
        },
    };

    [Fact(Timeout = Limit)]
    public async Task Arguments_are_checked_converted_and_completed_as_in_a_run()
    {
        TestStepContext context = await TestStepContext.ForAsync(
            Step,
            new Dictionary<string, object?> { ["what"] = 5, ["key"] = "k-1", ["options"] = new List<int> { 1, 2 } });

        context.Arguments["what"].ShouldBe("5");
        context.Arguments["count"].ShouldBe(1L);
        context.Arguments["key"].ShouldBeOfType<Secret>();
        context.Arguments["options"].ShouldBe(new object?[] { 1L, 2L });
        context.Arguments.GetString("key").ShouldBe("k-1");
    }

    [Fact(Timeout = Limit)]
    public async Task Arguments_that_do_not_fit_are_refused_with_the_words_of_the_engine()
    {
        (await RefusedAsync(new() { ["wat"] = "tea" })).ShouldContain("'wat'");
        (await RefusedAsync([])).ShouldContain("what");
        (await RefusedAsync(new() { ["what"] = "tea", ["count"] = "many" }))
            .ShouldContain("'count' must be a whole number");
        (await RefusedAsync(new() { ["what"] = "tea", ["count"] = 0 })).ShouldContain("at least 1");

        static async Task<string> RefusedAsync(Dictionary<string, object?> arguments)
            => (await Should.ThrowAsync<ArgumentException>(() => TestStepContext.ForAsync(Step, arguments))).Message;
    }

    [Fact(Timeout = Limit)]
    public async Task What_a_handler_says_and_sets_is_kept()
    {
        TestStepContext context = await TestStepContext.ForAsync(
            Step, new Dictionary<string, object?> { ["what"] = "tea" }, isCheck: true, address: "shop/order#3");

        StepResult result = await Step.ExecuteAsync(context, TestContext.Current.CancellationToken);

        result.Error.ShouldBeNull();
        context.LogLines.ShouldBe(["Warning: attempt 3 at shop/order#3"]);
        context.Progress.ShouldBe(["1 of 1"]);
        context.Variables.ShouldBe(new Dictionary<string, object?> { ["tea"] = true });
        context.RootDirectory.ShouldBe(Path.GetFullPath(AppContext.BaseDirectory));
    }

    [Fact(Timeout = Limit)]
    public async Task A_handler_waits_by_the_clock_of_its_context()
    {
        LambdaStep patient = new("demo.wait", async (context, token) =>
        {
            long start = context.TimeProvider.GetTimestamp();
            await Task.Delay(TimeSpan.FromDays(2), context.TimeProvider, token);
            double days = context.TimeProvider.GetElapsedTime(start).TotalDays;
            return StepResult.Completed(new Dictionary<string, object?> { ["days"] = days });
        });

        TestStepContext context = await TestStepContext.ForAsync(patient);

        StepResult result = await patient.ExecuteAsync(context, TestContext.Current.CancellationToken);

        result.Outputs["days"].ShouldBe(2.0);
    }

    [Fact(Timeout = Limit)]
    public async Task Conditions_are_decided_as_in_a_run()
    {
        LambdaStep conditional = new("demo.check", _ => StepResult.Completed())
        {
            Definition = new()
            {
                Type = "demo.check",
                Description = "Checks.",
                Parameters = [new() { Name = "that", Type = ParameterType.Any, Required = true }],
                ConditionsParameter = "that",
            },
        };

        TestStepContext context = await TestStepContext.ForAsync(
            conditional, new Dictionary<string, object?> { ["that"] = new List<string> { "1 < 2", "2 < 1" } });

        context.Arguments.GetList("that").Cast<IReadOnlyDictionary<string, object?>>().Select(one => one["holds"])
            .ShouldBe([true, false]);
    }

    private static StepResult Order(StepContext context)
    {
        context.Log(LogLevel.Warning, $"attempt {context.Attempt} at {context.Address}");
        context.ReportProgress("1 of 1");
        context.SetVariable(context.Arguments.GetString("what"), context.IsCheck);
        return StepResult.Completed();
    }
}
