using BenchmarkDotNet.Attributes;

namespace Playbooks.Benchmarks;

/// <summary>A plan of a thousand steps: in one file, and as ten nested playbooks of a hundred steps each.</summary>
[MemoryDiagnoser]
public class NestPlanningBenchmarks : IDisposable
{
    private const int Children = 10;
    private const int Steps = 1000;

    private readonly BenchmarkLibrary _library = new();

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _library.Write("flat.yaml", BenchmarkLibrary.FlatPlaybook(Steps));
        string calls = "name: Nest\nsteps:\n";
        for (int i = 0; i < Children; i++)
        {
            _library.Write($"child{i}.yaml", BenchmarkLibrary.FlatPlaybook(Steps / Children));
            await _library.Engine.VerifyAsync($"child{i}.yaml");
            calls += $"  - {{ id: c{i}, type: playbook.run, parameters: {{ playbook: child{i}.yaml }} }}\n";
        }

        _library.Write("nest.yaml", calls);
    }

    [Benchmark(Baseline = true)]
    public Task<PlaybookPlan> Flat() => _library.PlanAsync("flat.yaml");

    [Benchmark]
    public Task<PlaybookPlan> Nest() => _library.PlanAsync("nest.yaml");

    public void Dispose()
    {
        _library.Dispose();
        GC.SuppressFinalize(this);
    }
}
