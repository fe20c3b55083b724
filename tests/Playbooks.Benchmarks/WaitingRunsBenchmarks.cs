using BenchmarkDotNet.Attributes;

namespace Playbooks.Benchmarks;

/// <summary>Ten thousand runs that all wait in their step, and then end. What is allocated for one is more than what it holds while it waits.</summary>
[MemoryDiagnoser]
public class WaitingRunsBenchmarks : IDisposable
{
    private const int Runs = 10_000;

    private readonly BenchmarkLibrary _library = new();
    private PlaybookPlan _plan = null!;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _library.Write("wait.yaml", "name: Wait\nsteps: [{ id: wait, type: bench.wait }]\n");
        _plan = await _library.PlanAsync("wait.yaml");
    }

    [Benchmark(OperationsPerInvoke = Runs)]
    public async Task StartAndRelease()
    {
        Task<ExecutionReport>[] runs = [.. Enumerable.Range(0, Runs).Select(_ => _library.Engine.CreateRun(_plan).RunAsync())];
        Task all = Task.WhenAll(runs);
        while (!all.IsCompleted)
        {
            // Some may not have come to their step yet.
            _library.Waiting.Release();
            await Task.Yield();
        }
    }

    public void Dispose()
    {
        _library.Dispose();
        GC.SuppressFinalize(this);
    }
}
