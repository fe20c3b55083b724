using System.Text;
using BenchmarkDotNet.Attributes;
using Playbooks.Reading;
using YamlDotNet.Core;

namespace Playbooks.Benchmarks;

/// <summary>Reading a playbook against a bare scan of the same bytes by the same YAML library.</summary>
[MemoryDiagnoser]
public class ReadingBenchmarks
{
    private byte[] _yaml = [];

    [Params(10, 5000)]
    public int Steps { get; set; }

    [GlobalSetup]
    public void Setup() => _yaml = Encoding.UTF8.GetBytes(BenchmarkLibrary.FlatPlaybook(Steps));

    [Benchmark(Baseline = true)]
    public int BareScan()
    {
        using StreamReader text = new(new MemoryStream(_yaml));
        Parser parser = new(text);
        int events = 0;
        while (parser.MoveNext())
        {
            events++;
        }

        return events;
    }

    [Benchmark]
    public ReadResult Read() => PlaybookReader.Read(_yaml, "bench.yaml");
}
