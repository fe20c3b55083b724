namespace Playbooks.Tests.Steps;

public sealed class ReplacedStepTests
{
    private static readonly Dictionary<string, object?> Outputs = new() { ["value"] = 1L };

    private static LambdaStep Log => new("utility.log", _ => StepResult.Completed(Outputs));

    [Fact]
    public async Task RunAsync_AHandlerWithABuiltInType_TakesItsPlace()
    {
        using TemporaryLibrary library = new();
        library.Options = library.Options with { Steps = [Log] };

        string yaml = Some.Playbook("- { id: say, type: utility.log, parameters: { value: hello } }");

        ExecutionReport report = await library.RunAsync(yaml);

        report.EnsureSucceeded().Steps[0].Outputs.ShouldBe(Outputs);
    }

    [Fact]
    public void Engine_TwoHandlersOfOneType_AreRefused()
    {
        using TemporaryLibrary library = new();
        library.Options = library.Options with { Steps = [Log, Log] };

        Should.Throw<ArgumentException>(library.Engine)
            .Message.ShouldContain("Two step handlers have the type 'utility.log'");
    }
}
