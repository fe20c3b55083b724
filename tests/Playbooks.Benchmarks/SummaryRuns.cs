using System.Diagnostics;
using Playbooks.Ansible;
using Playbooks.Ansible.Events;

namespace Playbooks.Benchmarks;

/// <summary>Medians of alternating runs, and the memory that a million events take.</summary>
internal static class SummaryRuns
{
    public const string Option = "--summarizing";

    private const int Rounds = 21;

    public static async Task MeasureAsync()
    {
        foreach (string shape in (string[])["runner", "compact"])
        {
            byte[] bytes = RecordedEvents.Make(shape, 50_000);
            List<double> bare = [];
            List<double> ours = [];
            for (int round = 0; round < Rounds; round++)
            {
                long start = Stopwatch.GetTimestamp();
                SummaryBenchmarks.BareReader(bytes);
                bare.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                start = Stopwatch.GetTimestamp();
                await SummaryBenchmarks.SummarizeAsync(bytes);
                ours.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            double megabytes = bytes.Length / 1e6;
            Console.WriteLine($"{shape}: {megabytes:0.0} MB, bare {bare.Median():0.0} ms ({megabytes / bare.Median():0.00} GB/s), ours {ours.Median():0.0} ms, ratio {ours.Median() / bare.Median():0.00}");
            foreach (int count in (int[])[1_000, 1_000_000])
            {
                byte[] block = RecordedEvents.Make(shape, 1_000);
                EventSummarizer summarizer = new();
                long before = GC.GetTotalAllocatedBytes(precise: true);
                for (int at = 0; at < count; at += 1_000)
                {
                    await summarizer.AddLinesAsync(new MemoryStream(block), RecordedEvents.Ident);
                }

                ExecutionSummary summary = summarizer.Summarize(AnsibleRunStatus.Successful, 0, TimeSpan.Zero);
                long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
                long held = GC.GetTotalMemory(forceFullCollection: true);
                GC.KeepAlive(summarizer);
                Console.WriteLine($"{shape}: {count} events, {summary.OkCount} ok: {allocated / 1e3:0} kB allocated in {count / 1000} streams, {held / 1e6:0.0} MB held, at most {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0} MB of memory");
            }
        }
    }
}
