using System.Text;
using BenchmarkDotNet.Attributes;

namespace Playbooks.Benchmarks;

/// <summary>Planning a nest of so many playbooks, three deep: its time per playbook should not grow with their number.</summary>
[MemoryDiagnoser]
public class PlanningBenchmarks : IDisposable
{
    private BenchmarkLibrary _library = null!;

    [Params(100, 1000)]
    public int Playbooks { get; set; }

    /// <summary>The root calls a tenth of them, each of those some of the next tenth, and these the rest.</summary>
    [GlobalSetup]
    public async Task SetupAsync()
    {
        _library = new BenchmarkLibrary();
        int tenth = Playbooks / 10;
        int leaves = Playbooks - 1 - (2 * tenth);
        for (int i = 0; i < leaves; i++)
        {
            _library.Write($"leaf{i}.yaml", BenchmarkLibrary.FlatPlaybook(3));
        }

        await VerifyAsync(leaves, i => $"leaf{i}.yaml");
        for (int i = 0; i < tenth; i++)
        {
            _library.Write($"inner{i}.yaml", Calls(Enumerable.Range(0, leaves).Where(leaf => leaf % tenth == i).Select(leaf => $"leaf{leaf}.yaml")));
        }

        await VerifyAsync(tenth, i => $"inner{i}.yaml");
        for (int i = 0; i < tenth; i++)
        {
            _library.Write($"outer{i}.yaml", Calls([$"inner{i}.yaml", $"inner{(i + 1) % tenth}.yaml"]));
        }

        await VerifyAsync(tenth, i => $"outer{i}.yaml");
        _library.Write("root.yaml", Calls(Enumerable.Range(0, tenth).Select(i => $"outer{i}.yaml")));
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _library?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public Task<PlaybookPlan> Plan() => _library.PlanAsync("root.yaml");

    private static string Calls(IEnumerable<string> children)
    {
        StringBuilder yaml = new("name: Calling\nsteps:\n");
        int id = 0;
        foreach (string child in children)
        {
            yaml.Append("  - { id: c").Append(id++).Append(", type: playbook.run, parameters: { playbook: ").Append(child).Append(" } }\n");
        }

        return yaml.ToString();
    }

    private async Task VerifyAsync(int count, Func<int, string> path)
    {
        for (int i = 0; i < count; i++)
        {
            await _library.Engine.VerifyAsync(path(i));
        }
    }
}
