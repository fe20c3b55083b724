using Microsoft.Extensions.Logging;

namespace Playbooks.Tests.Steps;

public sealed class BuiltInStepsTests
{
    [Fact]
    public void Definitions_OfEveryEngine_AreTheBuiltInOnes()
    {
        using TemporaryLibrary library = new();

        library.Engine().StepTypes.Select(definition => definition.Type)
            .ShouldBe(["http.request", "playbook.run", "utility.assert", "utility.command", "utility.fail", "utility.log", "utility.python", "utility.set_variable", "utility.sleep"]);
    }

    [Theory]
    [InlineData("debug", LogLevel.Debug)]
    [InlineData("info", LogLevel.Information)]
    [InlineData("Warning", LogLevel.Warning)]
    [InlineData("error", LogLevel.Error)]
    public async Task Log_Level_IsThatOfTheLog(string level, LogLevel expected)
    {
        CollectingLogger<PlaybookEngine> log = new();
        using TemporaryLibrary library = new() { Options = new() { Logger = log } };

        await library.RunAsync(Some.Playbook($"- {{ id: a, type: utility.log, parameters: {{ message: hello, level: {level} }} }}"));

        log.Entries.Single(entry => entry.Id == 6).ShouldSatisfyAllConditions(entry => entry.Level.ShouldBe(expected), entry => entry.Message.ShouldContain("step a: hello"));
    }

    [Fact]
    public async Task Log_UnknownLevel_Fails()
    {
        using TemporaryLibrary library = new();

        (await library.RunAsync(Some.Playbook("- { id: a, type: utility.log, parameters: { message: x, level: loud } }"))).Steps[0].Error.ShouldBe("'loud' is not a level; use one of debug, info, warning, error");
    }

    [Fact]
    public async Task Sleep_Seconds_AreThoseOfTheClock()
    {
        TestClock time = new();
        using TemporaryLibrary library = new(time);
        Task<ExecutionReport> run = library.RunAsync(Some.Playbook("- { id: a, type: utility.sleep, parameters: { seconds: 3600.5 } }"));

        await time.ElapseAsync(TimeSpan.FromSeconds(3600.5));

        (await run).EnsureSucceeded().Duration.ShouldBe(TimeSpan.FromSeconds(3600.5));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData(".nan")]
    [InlineData(".inf")]
    [InlineData("86401")]
    public async Task Sleep_OutOfRange_Fails(string seconds)
    {
        using TemporaryLibrary library = new();

        (await library.RunAsync(Some.Playbook($"- {{ id: a, type: utility.sleep, parameters: {{ seconds: {seconds} }} }}"))).Steps[0].Error.ShouldNotBeNull().ShouldStartWith("'seconds' must be from 0 to 86400, not ");
    }

    [Fact]
    public async Task SetVariable_InAChild_IsNotSeenByItsParent()
    {
        using TemporaryLibrary library = new();
        library.Write("child.yaml", Some.Playbook("- { id: s, type: utility.set_variable, parameters: { name: v, value: child } }"));
        await library.VerifyAsync("child.yaml");

        ExecutionReport report = await library.RunAsync(Some.Playbook("""
            - { id: s, type: utility.set_variable, parameters: { name: v, value: parent } }
            - { id: c, type: playbook.run, parameters: { playbook: child.yaml } }
            """, outputs: "v: '{{ variable.v }}'"));

        report.Outputs["v"].ShouldBe("parent");
    }

    [Fact]
    public async Task Fail_BlankMessage_StillSaysSomething()
    {
        using TemporaryLibrary library = new();

        (await library.RunAsync(Some.Playbook("- { id: a, type: utility.fail, parameters: { message: '' } }"))).Error.ShouldBe("Step 'a' failed: The playbook gave up here");
    }
}
