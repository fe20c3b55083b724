using Playbooks.Ansible.TestSupport;

namespace Playbooks.Agent.Tests.Support;

/// <summary>Work requests of tests.</summary>
public static class Work
{
    public static WorkRequest Request(string workType, params (string Name, object? Value)[] parameters) => new()
    {
        TaskId = Guid.NewGuid().ToString("N"),
        WorkType = workType,
        Parameters = parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal),
    };

    public static Task<WorkResult> DoAsync(this InfrastructureAgent agent, string workType, params (string Name, object? Value)[] parameters)
        => agent.ExecuteAsync(Request(workType, parameters), TestContext.Current.CancellationToken);

    public static InfrastructureAgent Agent(this FakeRepository repository, WorkBounds? bounds = null, PlaybookAnalyzer? analyzer = null)
        => new([new RunPlaybookHandler(repository.Executor(), analyzer, bounds)]);

    public static Dictionary<string, object?> Map(params (string Name, object? Value)[] entries)
        => entries.ToDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal);

    /// <summary>An analyzer whose ansible-lint is played by the fake program: it prints the repository's <c>lint.json</c>.</summary>
    public static PlaybookAnalyzer Analyzer(this FakeRepository repository, Action<PlaybookAnalyzerOptions>? change = null)
    {
        PlaybookAnalyzerOptions options = new() { LintProgram = repository.Options.RunnerProgram };
        foreach ((string name, string value) in repository.Options.Environment)
        {
            options.Environment[name] = value;
        }

        change?.Invoke(options);
        return new PlaybookAnalyzer(repository.Folder, options);
    }
}
