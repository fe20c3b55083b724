using System.Diagnostics;
using BenchmarkDotNet.Attributes;

namespace Playbooks.Benchmarks;

/// <summary>
/// A thousand steps that do nothing, flat and nested, against the bare minimum: a loop over handlers that takes two timestamps and appends
/// one record a step. What nobody watches, times or journals must not be paid for.
/// </summary>
[MemoryDiagnoser]
public class EngineBenchmarks : IDisposable
{
    private const int Steps = 1000;

    private readonly BenchmarkLibrary _library = new();
    private readonly Func<ValueTask>[] _handlers = [.. Enumerable.Range(0, Steps).Select(_ => new Func<ValueTask>(() => ValueTask.CompletedTask))];
    private PlaybookPlan _flat = null!;
    private PlaybookPlan _nested = null!;

    // BenchmarkDotNet does not wait for a task when it measures in its own process.
    [GlobalSetup]
    public void Setup() => SetupAsync().GetAwaiter().GetResult();

    public async Task SetupAsync()
    {
        _library.Write("flat.yaml", BenchmarkLibrary.FlatPlaybook(Steps));
        _library.Write("child.yaml", BenchmarkLibrary.FlatPlaybook(Steps / 10));
        _library.Write("nested.yaml", BenchmarkLibrary.CallingPlaybook(10, "child.yaml"));
        await _library.Engine.VerifyAsync("child.yaml");
        _flat = await _library.PlanAsync("flat.yaml");
        _nested = await _library.PlanAsync("nested.yaml");
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Repeated.Runs)]
    public Task HandWrittenLoops() => Repeated.RunAsync(HandWrittenLoop);

    [Benchmark(OperationsPerInvoke = Repeated.Runs)]
    public Task FlatRuns() => Repeated.RunAsync(Flat);

    [Benchmark(OperationsPerInvoke = Repeated.Runs)]
    public Task NestedTenTimesAHundredRuns() => Repeated.RunAsync(NestedTenTimesAHundred);

    public async Task<int> HandWrittenLoop()
    {
        List<StepRecord> records = [];
        foreach (Func<ValueTask> handler in _handlers)
        {
            long start = Stopwatch.GetTimestamp();
            await handler();
            records.Add(new StepRecord(start, Stopwatch.GetTimestamp(), Succeeded: true));
        }

        return records.Count;
    }

    public Task<ExecutionReport> Flat() => _library.Engine.CreateRun(_flat).RunAsync();

    public Task<ExecutionReport> NestedTenTimesAHundred() => _library.Engine.CreateRun(_nested).RunAsync();

    public void Dispose()
    {
        _library.Dispose();
        GC.SuppressFinalize(this);
    }

    private sealed record StepRecord(long Start, long End, bool Succeeded);
}
