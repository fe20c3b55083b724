using System.Diagnostics;
using BenchmarkDotNet.Attributes;

namespace Playbooks.Benchmarks;

/// <summary>A thousand steps that do nothing, flat and nested, against a loop written by hand.</summary>
[MemoryDiagnoser]
public class EngineBenchmarks : IDisposable
{
    private const int Steps = 1000;

    private readonly BenchmarkLibrary _library = new();
    private PlaybookPlan _flat = null!;
    private PlaybookPlan _nested = null!;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _library.Write("flat.yaml", BenchmarkLibrary.FlatPlaybook(Steps));
        _library.Write("child.yaml", BenchmarkLibrary.FlatPlaybook(Steps / 10));
        _library.Write("nested.yaml", BenchmarkLibrary.CallingPlaybook(10, "child.yaml"));
        await _library.Engine.VerifyAsync("child.yaml");
        _flat = await _library.PlanAsync("flat.yaml");
        _nested = await _library.PlanAsync("nested.yaml");
    }

    [Benchmark(Baseline = true)]
    public async Task<int> HandWrittenLoop()
    {
        List<(long Start, long End)> records = [];
        for (int i = 0; i < Steps; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await NothingAsync();
            records.Add((start, Stopwatch.GetTimestamp()));
        }

        return records.Count;
    }

    [Benchmark]
    public Task<ExecutionReport> Flat() => _library.Engine.CreateRun(_flat).RunAsync();

    [Benchmark]
    public Task<ExecutionReport> NestedTenTimesAHundred() => _library.Engine.CreateRun(_nested).RunAsync();

    public void Dispose()
    {
        _library.Dispose();
        GC.SuppressFinalize(this);
    }

    private static ValueTask NothingAsync() => ValueTask.CompletedTask;
}
