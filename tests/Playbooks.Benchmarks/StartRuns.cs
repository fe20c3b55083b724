using System.Diagnostics;
using System.Globalization;
using Playbooks.Processes;

namespace Playbooks.Benchmarks;

/// <summary>The cost of the supervisor above a program: starts of <c>true</c>, taking turns, medians of wall time and processor time.</summary>
internal static class StartRuns
{
    public const string Option = "--starting";

    private static readonly ProcessRequest Supervised = new()
    {
        FileName = "true",
        Environment = new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "" },
    };

    /// <param name="rounds">How often each is started, besides once before.</param>
    public static async Task MeasureAsync(int rounds)
    {
        (string Name, Func<Task> RunAsync)[] contenders =
        [
            ("bare", BareAsync),
            ("empty Python", () => BareAsync("/usr/bin/python3", "-I", "-S", "-c", "")),
            ("supervised", () => ChildProcess.RunAsync(Supervised)),
        ];
        Dictionary<string, List<(double Wall, double Processor)>> times = contenders.ToDictionary(one => one.Name, _ => new List<(double, double)>());
        for (int round = -1; round < rounds; round++)
        {
            foreach ((string name, Func<Task> runAsync) in contenders)
            {
                long started = Stopwatch.GetTimestamp();
                double before = OfChildren();
                await runAsync();
                if (round >= 0)
                {
                    times[name].Add((Stopwatch.GetElapsedTime(started).TotalMilliseconds, OfChildren() - before));
                }
            }
        }

        foreach ((string name, List<(double Wall, double Processor)> measured) in times)
        {
            double wall = measured.ConvertAll(one => one.Wall).Median();

            // The kernel counts it in ticks of 10 ms, so the mean says more than the median.
            double processor = measured.Average(one => one.Processor);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{name,-14} {wall,8:0.0} ms   {processor,8:0.0} ms of the children's processor time"));
        }
    }

    private static Task BareAsync() => BareAsync("true");

    private static async Task BareAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
    }

    /// <summary>The processor time of all children that were waited for, with their own, in milliseconds.</summary>
    private static double OfChildren()
    {
        string stat = File.ReadAllText("/proc/self/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return 10.0 * (long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture));
    }
}
