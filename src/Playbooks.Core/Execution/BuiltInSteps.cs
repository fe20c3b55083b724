namespace Playbooks;

/// <summary>The step types that every engine has.</summary>
internal static class BuiltInSteps
{
    public static IReadOnlyList<IStepHandler> Create(PlaybookEngineOptions options) =>
    [
        new LogStep(), new SleepStep(), new SetVariableStep(), new FailStep(), new AssertStep(),
        new CommandStep(), new PythonStep(), new HttpRequestStep(new HttpClients(options.HttpClient)),
    ];
}
