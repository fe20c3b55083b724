using System.Text;
using Playbooks.Storage;

namespace Playbooks.Benchmarks;

/// <summary>A folder with generated playbooks, and an engine over it.</summary>
public sealed class BenchmarkLibrary : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("playbooks-bench-").FullName;

    public BenchmarkLibrary(IExecutionStore? store = null)
        => Engine = new PlaybookEngine(new PlaybookLibrary(_folder), new PlaybookEngineOptions { Steps = [new NothingStep(), new EchoStep()], ExecutionStore = store });

    public PlaybookEngine Engine { get; }

    /// <summary>So many steps that do nothing.</summary>
    public static string FlatPlaybook(int steps)
    {
        StringBuilder yaml = new("name: Flat\nsteps:\n");
        for (int i = 0; i < steps; i++)
        {
            yaml.Append("  - id: s").Append(i).Append("\n    name: \"Step ").Append(i).Append("\"\n    type: bench.nothing\n");
        }

        return yaml.ToString();
    }

    /// <summary>So many steps with a template and a time limit each.</summary>
    public static string WatchedPlaybook(int steps)
    {
        StringBuilder yaml = new("name: Watched\nparameters:\n  - { name: who, required: true }\nsteps:\n");
        for (int i = 0; i < steps; i++)
        {
            yaml.Append("  - id: s").Append(i).Append("\n    type: bench.echo\n    timeout: 300\n    parameters: { text: \"Hello, {{ parameter.who }}!\" }\n");
        }

        return yaml.ToString();
    }

    /// <summary>So many calls of that playbook.</summary>
    public static string CallingPlaybook(int calls, string child)
    {
        StringBuilder yaml = new("name: Calling\nsteps:\n");
        for (int i = 0; i < calls; i++)
        {
            yaml.Append("  - id: c").Append(i).Append("\n    type: playbook.run\n    parameters: { playbook: ").Append(child).Append(" }\n");
        }

        return yaml.ToString();
    }

    public void Write(string path, string yaml) => File.WriteAllText(Path.Combine(_folder, path), yaml);

    public async Task<PlaybookPlan> PlanAsync(string path) => (await Engine.PlanAsync(path)).EnsurePlanned();

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

/// <summary>Gives back what it is given.</summary>
internal sealed class EchoStep : IStepHandler
{
    public StepDefinition Definition { get; } = new()
    {
        Type = "bench.echo",
        Description = "Gives back what it is given.",
        Parameters = [new() { Name = "text", Required = true }],
        Outputs = [new("said", "What it was given.", ParameterType.String)],
    };

    public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
        => new(StepResult.Completed(new Dictionary<string, object?> { ["said"] = context.Arguments.GetString("text") }));
}

/// <summary>Costs nothing, so that what is measured is the engine.</summary>
internal sealed class NothingStep : IStepHandler
{
    public StepDefinition Definition { get; } = new() { Type = "bench.nothing", Description = "Does nothing.", Timeout = null };

    public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken) => new(StepResult.Completed());
}
