namespace Playbooks.Tests.Support;

internal static class PlaybookRunExtensions
{
    /// <summary>Waits until the run is held up before exactly these steps.</summary>
    public static async Task PausedAsync(this PlaybookRun run, params string[] addresses)
    {
        using CancellationTokenSource limit = new(HangGuard.Time);
        while (run.Snapshot is not { Phase: RunPhase.Paused } snapshot || !snapshot.Current.Select(address => address.ToString()).Order(StringComparer.Ordinal).SequenceEqual(addresses))
        {
            // There is nothing that tells of it: nobody but a test asks so closely.
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
