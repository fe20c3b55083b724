using System.Diagnostics;

namespace Playbooks.Benchmarks;

/// <summary>The engine's benchmarks in turns, in one process: on a machine that others use too, medians of them say more than blocks of each do.</summary>
internal static class EngineRuns
{
    public const string Option = "--engine";

    private const int WarmUp = 300;

    /// <param name="rounds">How often each is run, besides a few hundred times before.</param>
    /// <param name="names">Who takes part, such as for a profile of it alone; empty for all.</param>
    public static async Task MeasureAsync(int rounds, IReadOnlyCollection<string> names)
    {
        using EngineBenchmarks idle = new();
        await idle.SetupAsync();
        using WatchedEngineBenchmarks watched = new() { Steps = 1000 };
        await watched.SetupAsync();
        (string Name, Func<Task> RunAsync)[] contenders =
        [
            ("loop", idle.HandWrittenLoop),
            ("flat", idle.Flat),
            ("nested", idle.NestedTenTimesAHundred),
            ("watched loop", watched.HandWrittenLoop),
            ("watched", watched.Watched),
        ];
        contenders = [.. contenders.Where(one => names.Count == 0 || names.Contains(one.Name, StringComparer.Ordinal))];
        Dictionary<string, List<double>> times = contenders.ToDictionary(one => one.Name, _ => new List<double>());
        for (int round = -WarmUp; round < rounds; round++)
        {
            foreach ((string name, Func<Task> runAsync) in contenders)
            {
                long started = Stopwatch.GetTimestamp();
                await runAsync();
                if (round >= 0)
                {
                    times[name].Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
                }
            }
        }

        foreach ((string name, string floor) in ((string, string)[])[("loop", "loop"), ("flat", "loop"), ("nested", "flat"), ("watched loop", "watched loop"), ("watched", "watched loop")])
        {
            if (times.TryGetValue(name, out List<double>? own))
            {
                Console.WriteLine($"{name}: {own.Median():0.0} us{(times.TryGetValue(floor, out List<double>? bare) ? $", {own.Median() / bare.Median():0.00} of {floor}" : "")}");
            }
        }
    }
}
