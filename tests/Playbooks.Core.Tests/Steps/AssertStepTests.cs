namespace Playbooks.Tests.Steps;

public sealed class AssertStepTests
{
    [Theory]
    [InlineData("1 == 1")]
    [InlineData("'{{ 1 == 1 }}'")]
    [InlineData("true")]
    [InlineData("[1 == 1, { condition: 2 > 1, message: never }]")]
    public async Task Execute_EverythingHolds_Completes(string that)
    {
        using TemporaryLibrary library = new();

        ExecutionReport report = (await library.RunAsync(Asserting(that))).EnsureSucceeded();

        report.Steps[0].Outputs["failures"].ShouldBeAssignableTo<IReadOnlyList<object?>>()!.ShouldBeEmpty();
    }

    [Fact]
    public async Task Execute_SeveralFail_AreAllNamedInOneErrorInOrder()
    {
        using TemporaryLibrary library = new();

        StepReport step = (await library.RunAsync(Asserting("[1 == 2, { condition: 1 == 1, message: not this }, { condition: parameter.port > 1024, message: 'Port {{ parameter.port }} is reserved' }]"))).Steps[0];

        step.Error.ShouldBe("2 of 3 assertions failed: '1 == 2' does not hold; Port 80 is reserved");
        step.Outputs["count"].ShouldBe(3L);
        PlaybookValues.ToJson(step.Outputs["failures"]).ShouldBe("""["'1 == 2' does not hold","Port 80 is reserved"]""");
    }

    [Fact]
    public async Task Execute_OneThatCannotBeDecided_HidesNoOther()
    {
        using TemporaryLibrary library = new();

        (await library.RunAsync(Asserting("[{ condition: parameter.map.gone == 1, message: The map is whole }, parameter.port < 'x', 1 == 2]"))).Steps[0].Error
            .ShouldBe("3 of 3 assertions failed: The map is whole ('parameter.map.gone == 1' cannot be decided: 'parameter.map' has no 'gone'); "
                + "'parameter.port < 'x'' does not hold ('parameter.port < 'x'' cannot be decided: the number 80 and the text 'x' cannot be ordered; compare two numbers or two texts); '1 == 2' does not hold");
    }

    [Fact]
    public async Task Execute_AMessageThatCannotBeMade_IsNoReasonToLoseTheFailure()
    {
        using TemporaryLibrary library = new();

        (await library.RunAsync(Asserting("[{ condition: 1 == 2, message: '{{ parameter.map.gone }}' }]"))).Steps[0].Error
            .ShouldBe("1 of 1 assertion failed: '1 == 2' does not hold ('1 == 2' cannot be decided: its message cannot be made: 'parameter.map' has no 'gone')");
    }

    [Fact]
    public async Task Execute_InALoop_SeesTheItem()
    {
        using TemporaryLibrary library = new();

        ExecutionReport report = await library.RunAsync(Some.Playbook("- { id: a, type: utility.assert, for_each: [1, 2], on_failure: continue, parameters: { that: item == 1 } }"));

        report.Steps[0].Error.ShouldBe("1 of 2 iterations failed; the first, 2: 1 of 1 assertion failed: 'item == 1' does not hold");
    }

    [Fact]
    public async Task Execute_ASecretInAMessage_IsMasked()
    {
        using TemporaryLibrary library = new() { Options = new() { Credentials = new InMemoryCredentialProvider(new Credential { Name = "admin", Password = new Secret("hidden-password") }) } };

        ExecutionReport report = await library.RunAsync(Asserting("[{ condition: credential.admin.password == 'x', message: 'It is {{ credential.admin.password }}' }]"));

        report.Steps[0].Error.ShouldBe("1 of 1 assertion failed: ***");
        report.ToJson().ShouldNotContain("hidden");
    }

    [Theory]
    [InlineData("parameter.prot > 1", "PB3003", "Unknown parameter 'prot' in 'parameter.prot > 1'", "Did you mean 'port'?")]
    [InlineData("parameter.port >", "PB3001", "The condition 'parameter.port >' does not parse: ", null)]
    [InlineData("parameter.port", "PB2012", "The condition 'parameter.port' gives a whole number, and must give true or false", "Compare it, as in x != ''.")]
    [InlineData("80", "PB2012", "The condition '80' gives the number 80, and must give true or false", "Compare it, as in x != ''.")]
    [InlineData("[]", "PB2012", "'that' has no conditions", "Give at least one.")]
    [InlineData("[[1 == 1]]", "PB2012", "'that' must be made of expressions, or of maps with 'condition' and 'message', not a list", null)]
    [InlineData("[{ conditon: 1 == 1, condition: 1 == 1 }]", "PB2010", "An entry of 'that' has no 'conditon'", "Did you mean 'condition'?")]
    [InlineData("[{ message: x }]", "PB2011", "An entry of 'that' has no 'condition'", "Add 'condition: EXPRESSION'.")]
    [InlineData("[{ condition: [x] }]", "PB2012", "'condition' must be an expression, not a list", null)]
    [InlineData("[{ condition: 1 == 1, message: '{{ parameter.prot }}' }]", "PB3003", "Unknown parameter 'prot' in '{{ parameter.prot }}'", "Did you mean 'port'?")]
    public async Task Plan_AWrongCondition_IsReportedBeforeAnythingRuns(string that, string code, string message, string? hint)
    {
        using TemporaryLibrary library = new();

        Diagnostic diagnostic = (await library.PlanAsync(Asserting(that))).Diagnostics.ShouldHaveSingleItem();

        diagnostic.Code.ShouldBe(code);
        diagnostic.Message.ShouldStartWith(message);
        diagnostic.Location.Line.ShouldBe(6);
        (hint ?? diagnostic.Hint).ShouldBe(diagnostic.Hint);
    }

    [Fact]
    public async Task Plan_NothingGiven_IsAMissingArgument()
    {
        using TemporaryLibrary library = new();

        (await library.PlanAsync(Some.Playbook("- { id: a, type: utility.assert }"))).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("PB2011");
    }

    private static string Asserting(string that) => Some.Playbook($"- {{ id: a, type: utility.assert, parameters: {{ that: {that} }} }}", "- { name: port, type: integer, default: 80 }\n- { name: map, type: dict, default: {} }");
}
