namespace Playbooks.Tests.Steps;

public sealed class AllowProcessesTests
{
    private const string Command = "- { id: run, type: utility.command, parameters: { program: ls } }";

    [Theory]
    [InlineData(Command, "3:22")]
    [InlineData("- { id: run, type: utility.python, parameters: { script: x } }", "3:22")]
    [InlineData("- { id: run, type: test.own }", "3:22")]
    [InlineData("- id: say\n  type: utility.log\n  parameters: { message: x }\n  rollback: [ { id: run, type: utility.command, parameters: { program: ls } } ]", "6:34")]
    public async Task Plan_AStepThatStartsAProcess_IsRefusedWhereItStands(string steps, string place)
    {
        using TemporaryLibrary library = new() { Options = Options(allow: false) };

        PlanningResult result = await library.PlanAsync(Some.Playbook(steps));

        result.Plan.ShouldBeNull();
        result.Diagnostics.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            diagnostic => diagnostic.Code.ShouldBe("PB2014"),
            diagnostic => diagnostic.Location.ToString().ShouldBe($"root.yaml:{place}"));
    }

    [Fact]
    public async Task Plan_AChildThatStartsAProcess_IsRefusedToo()
    {
        using TemporaryLibrary library = new();
        library.Write("child.yaml", Some.Playbook(Command));
        await library.VerifyAsync("child.yaml");
        library.Options = Options(allow: false);

        (await library.PlanAsync(Some.Caller("child.yaml"))).Diagnostics.ShouldHaveSingleItem().Location.ToString().ShouldBe("child.yaml:3:22");
    }

    [Fact]
    public async Task Plan_Allowed_IsTheDefault()
    {
        new PlaybookEngineOptions().AllowProcesses.ShouldBeTrue();
        using TemporaryLibrary library = new();

        (await library.PlanAsync(Some.Playbook(Command))).Diagnostics.ShouldBeEmpty();
    }

    private static PlaybookEngineOptions Options(bool allow) => new()
    {
        AllowProcesses = allow,
        Steps = [new LambdaStep("test.own", _ => StepResult.Completed()) { Definition = new() { Type = "test.own", Description = "Starts something.", StartsProcess = true } }],
    };
}
