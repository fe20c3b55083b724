using BenchmarkDotNet.Attributes;

namespace Playbooks.Benchmarks;

/// <summary>A hundred runs of a hundred steps at once, against the same one after the other: at best the time divided by the number of processors.</summary>
[MemoryDiagnoser]
public class ManyRunsBenchmarks : IDisposable
{
    private const int Runs = 100;

    private readonly BenchmarkLibrary _library = new();
    private PlaybookPlan _plan = null!;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _library.Write("flat.yaml", BenchmarkLibrary.FlatPlaybook(100));
        _plan = await _library.PlanAsync("flat.yaml");
    }

    [Benchmark(Baseline = true)]
    public async Task OneAfterTheOther()
    {
        for (int i = 0; i < Runs; i++)
        {
            await _library.Engine.CreateRun(_plan).RunAsync();
        }
    }

    [Benchmark]
    public Task AtOnce() => Task.WhenAll(Enumerable.Range(0, Runs).Select(_ => _library.Engine.CreateRun(_plan).RunAsync()));

    public void Dispose()
    {
        _library.Dispose();
        GC.SuppressFinalize(this);
    }
}
