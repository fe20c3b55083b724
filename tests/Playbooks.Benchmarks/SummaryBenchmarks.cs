using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Playbooks.Ansible;
using Playbooks.Ansible.Events;

namespace Playbooks.Benchmarks;

/// <summary>Summing up events, against a bare pass of the platform's JSON reader over the same bytes.</summary>
[MemoryDiagnoser]
public class SummaryBenchmarks
{
    private byte[] _bytes = [];

    [Params("runner", "compact")]
    public string Shape { get; set; } = "";

    [Params(1_000, 100_000)]
    public int Events { get; set; }

    [GlobalSetup]
    public void Setup() => _bytes = RecordedEvents.Make(Shape, Events);

    [Benchmark(Baseline = true)]
    public int BareReader() => BareReader(_bytes);

    [Benchmark]
    public Task<ExecutionSummary> Summarize() => SummarizeAsync(_bytes);

    /// <summary>Every token of every line, and nothing made of it.</summary>
    public static int BareReader(byte[] bytes)
    {
        Utf8JsonReader reader = new(bytes, new JsonReaderOptions { AllowMultipleValues = true });
        int tokens = 0;
        while (reader.Read())
        {
            tokens++;
        }

        return tokens;
    }

    public static async Task<ExecutionSummary> SummarizeAsync(byte[] bytes)
    {
        EventSummarizer summarizer = new();
        await summarizer.AddLinesAsync(new MemoryStream(bytes), RecordedEvents.Ident);
        return summarizer.Summarize(AnsibleRunStatus.Successful, 0, TimeSpan.Zero);
    }
}
