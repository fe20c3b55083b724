namespace Playbooks;

/// <summary>The step types that every engine has.</summary>
internal static class BuiltInSteps
{
    /// <summary>
    /// The built-in step types and those of the options. A step type of the options replaces the built-in one of the
    /// same name.
    /// </summary>
    public static IEnumerable<IStepHandler> With(PlaybookEngineOptions options)
    {
        IStepHandler[] builtIn =
        [
            new LogStep(), new SleepStep(), new SetVariableStep(), new FailStep(), new AssertStep(),
            new CommandStep(), new PythonStep(), new HttpRequestStep(new HttpClients(options.HttpClient)),
        ];
        return builtIn
            .Where(step => !options.Steps.Any(own => own.Definition.Type == step.Definition.Type))
            .Concat(options.Steps);
    }
}
