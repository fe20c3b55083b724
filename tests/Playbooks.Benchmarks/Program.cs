using BenchmarkDotNet.Running;
using Playbooks.Benchmarks;

// What is measured in bytes and not in time: dotnet run -c Release -- --waiting
if (args is [WaitingRuns.Option])
{
    await WaitingRuns.MeasureAsync(10_000);
    return;
}

// Alternating runs in one process, for a machine that others use too: dotnet run -c Release -- --summarizing
if (args is [SummaryRuns.Option])
{
    await SummaryRuns.MeasureAsync();
    return;
}

// The same for the engine; how often, who: dotnet run -c Release -- --engine 1000 loop flat
if (args is [EngineRuns.Option, ..])
{
    await EngineRuns.MeasureAsync(args.Length > 1 ? int.Parse(args[1]) : 1000, args[Math.Min(2, args.Length)..]);
    return;
}

// Whole runs of Ansible; how often, which workload, who: dotnet run -c Release -- --ansible 7 50x40 direct warm
if (args is [AnsibleRuns.Option, ..])
{
    await AnsibleRuns.MeasureAsync(args.Length > 1 ? int.Parse(args[1]) : 7, args.ElementAtOrDefault(2), args[Math.Min(3, args.Length)..]);
    return;
}

// Starts of a program with and without a supervisor; how often: dotnet run -c Release -- --starting 200
if (args is [StartRuns.Option, ..])
{
    await StartRuns.MeasureAsync(args.Length > 1 ? int.Parse(args[1]) : 200);
    return;
}

// See build/bench.sh; "--quick" there makes short jobs.
BenchmarkSwitcher.FromAssembly(typeof(WaitingRuns).Assembly).Run(args);
