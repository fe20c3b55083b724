namespace Playbooks.Benchmarks;

/// <summary>Many runs in one measurement: a run goes on on a thread of the pool, BenchmarkDotNet blocks its own until the end, and to wake that up is no engine's doing.</summary>
internal static class Repeated
{
    public const int Runs = 16;

    public static async Task RunAsync<T>(Func<Task<T>> runAsync)
    {
        for (int i = 0; i < Runs; i++)
        {
            await runAsync();
        }
    }
}
