using System.Diagnostics;

namespace Playbooks.Benchmarks;

/// <summary>The engine's benchmarks in turns, in one process: on a machine that others use too, medians of them say more than blocks of each do.</summary>
internal static class EngineRuns
{
    public const string Option = "--engine";

    private const int WarmUp = 300;

    /// <param name="rounds">How often each is run, besides a few hundred times before.</param>
    public static async Task MeasureAsync(int rounds)
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

        foreach ((string name, string floor) in ((string, string)[])[("flat", "loop"), ("nested", "flat"), ("watched", "watched loop")])
        {
            Console.WriteLine($"{name}: {Median(times[name]):0.0} us, {floor}: {Median(times[floor]):0.0} us, ratio {Median(times[name]) / Median(times[floor]):0.00}");
        }
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
