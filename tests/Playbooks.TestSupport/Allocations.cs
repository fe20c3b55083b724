namespace Playbooks.TestSupport;

/// <summary>
/// Counts the bytes that code allocates. They measure how work grows with its input, and are the same on a busy machine as on an
/// idle one.
/// </summary>
public static class Allocations
{
    /// <summary>The bytes that the work allocates on this thread.</summary>
    public static long Of(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        long before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>The bytes that this process allocates meanwhile. Only a test that runs alone may ask for them.</summary>
    public static async Task<long> OfAsync(Func<Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        await work().ConfigureAwait(false);
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
