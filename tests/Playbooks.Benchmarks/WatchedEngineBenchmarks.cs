using System.Diagnostics;
using System.Threading.Channels;
using BenchmarkDotNet.Attributes;

namespace Playbooks.Benchmarks;

/// <summary>
/// A thousand steps, each with a template, a time limit and somebody who watches, against a floor written by hand that does the same: it
/// evaluates the template, fills a dictionary, arms a reused source, awaits the handler, keeps its outputs, and writes two events into a channel.
/// </summary>
[MemoryDiagnoser]
public class WatchedEngineBenchmarks : IDisposable
{
    [Params(100, 1000, 5000)]
    public int Steps { get; set; }

    private readonly BenchmarkLibrary _library = new();
    private readonly Dictionary<string, object?> _parameters = new() { ["who"] = "world" };
    private PlaybookPlan _plan = null!;

    // BenchmarkDotNet does not wait for a task when it measures in its own process.
    [GlobalSetup]
    public void Setup() => SetupAsync().GetAwaiter().GetResult();

    public async Task SetupAsync()
    {
        _library.Write("watched.yaml", BenchmarkLibrary.WatchedPlaybook(Steps));
        _plan = await _library.PlanAsync("watched.yaml");
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Repeated.Runs)]
    public Task HandWrittenLoops() => Repeated.RunAsync(HandWrittenLoop);

    [Benchmark(OperationsPerInvoke = Repeated.Runs)]
    public Task WatchedRuns() => Repeated.RunAsync(Watched);

    public async Task<int> HandWrittenLoop()
    {
        Channel<object> events = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });
        Task<int> watcher = CountAsync(events.Reader);
        Dictionary<string, IReadOnlyDictionary<string, object?>> outputs = [];
        List<StepEnded> records = [];
        CancellationTokenSource limit = new();
        for (int i = 0; i < Steps; i++)
        {
            string id = "s" + i;
            long start = Stopwatch.GetTimestamp();
            events.Writer.TryWrite(new StepBegan(id, start));
            Dictionary<string, object?> arguments = new() { ["text"] = $"Hello, {_parameters["who"]}!" };
            limit.CancelAfter(TimeSpan.FromSeconds(300));
            outputs[id] = await EchoAsync(arguments, limit.Token);
            if (!limit.TryReset())
            {
                limit = new CancellationTokenSource();
            }

            StepEnded ended = new(id, start, Stopwatch.GetTimestamp(), Succeeded: true);
            records.Add(ended);
            events.Writer.TryWrite(ended);
        }

        events.Writer.Complete();
        limit.Dispose();
        return records.Count + await watcher;
    }

    public async Task<int> Watched()
    {
        PlaybookRun run = _library.Engine.CreateRun(_plan, _parameters);
        Task<int> watcher = CountAsync(run.Events());
        ExecutionReport report = await run.RunAsync();
        return report.EnsureSucceeded().Steps.Count + await watcher;
    }

    public void Dispose()
    {
        _library.Dispose();
        GC.SuppressFinalize(this);
    }

    private static ValueTask<IReadOnlyDictionary<string, object?>> EchoAsync(Dictionary<string, object?> arguments, CancellationToken limit)
    {
        limit.ThrowIfCancellationRequested();
        return new(new Dictionary<string, object?> { ["said"] = arguments["text"] });
    }

    private static async Task<int> CountAsync(ChannelReader<object> events)
    {
        int count = 0;
        await foreach (object _ in events.ReadAllAsync())
        {
            count++;
        }

        return count;
    }

    private static async Task<int> CountAsync(IAsyncEnumerable<ExecutionEvent> events)
    {
        int count = 0;
        await foreach (ExecutionEvent _ in events)
        {
            count++;
        }

        return count;
    }

    private sealed record StepBegan(string Id, long Timestamp);

    private sealed record StepEnded(string Id, long Start, long End, bool Succeeded);
}
