using System.Globalization;

namespace Playbooks.Benchmarks;

/// <summary>What a run costs that waits: so many at once, each within a step that does not end, measured in live bytes and not in time.</summary>
internal static class WaitingRuns
{
    public const string Option = "--waiting";

    public static async Task MeasureAsync(int count)
    {
        using BenchmarkLibrary library = new();
        library.Write("wait.yaml", "name: Wait\nsteps:\n  - { id: wait, type: utility.sleep, timeout: 86400, parameters: { seconds: 3600 } }\n");
        PlaybookPlan plan = await library.PlanAsync("wait.yaml");
        // The first one brings what all share.
        await CancelAsync([Start(library, plan)]);

        long before = GC.GetTotalMemory(forceFullCollection: true);
        List<(PlaybookRun Run, Task Completion)> runs = new(count);
        for (int i = 0; i < count; i++)
        {
            runs.Add(Start(library, plan));
        }

        while (runs.Exists(one => one.Run.Snapshot.Current.Count == 0))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        long each = (GC.GetTotalMemory(forceFullCollection: true) - before) / count;
        await CancelAsync(runs);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} waiting runs: {each} bytes each"));
    }

    private static (PlaybookRun Run, Task Completion) Start(BenchmarkLibrary library, PlaybookPlan plan)
    {
        PlaybookRun run = library.Engine.CreateRun(plan);
        return (run, run.RunAsync());
    }

    private static Task CancelAsync(List<(PlaybookRun Run, Task Completion)> runs)
    {
        runs.ForEach(one => one.Run.Cancel());
        return Task.WhenAll(runs.Select(one => one.Completion));
    }
}
