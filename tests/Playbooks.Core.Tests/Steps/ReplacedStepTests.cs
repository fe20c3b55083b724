namespace Playbooks.Tests.Steps;

public sealed class ReplacedStepTests
{
    private static LambdaStep Log => new("utility.log", _ => StepResult.Completed(new Dictionary<string, object?> { ["value"] = 1L }));

    [Fact]
    public async Task RunAsync_AHandlerWithABuiltInType_TakesItsPlace()
    {
        using TemporaryLibrary library = new();
        library.Options = library.Options with { Steps = [Log] };

        ExecutionReport report = await library.RunAsync(Some.Playbook("- { id: say, type: utility.log, parameters: { value: hello } }"));

        report.EnsureSucceeded().Steps[0].Outputs.ShouldBe(new Dictionary<string, object?> { ["value"] = 1L });
    }

    [Fact]
    public void Engine_TwoHandlersOfOneType_AreRefused()
    {
        using TemporaryLibrary library = new();
        library.Options = library.Options with { Steps = [Log, Log] };

        Should.Throw<ArgumentException>(library.Engine).Message.ShouldContain("Two step handlers have the type 'utility.log'");
    }
}
