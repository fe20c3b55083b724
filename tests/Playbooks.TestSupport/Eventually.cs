namespace Playbooks.TestSupport;

/// <summary>Waits for what must come to be true and announces itself to nobody: files, processes, what a program wrote.</summary>
public static class Eventually
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks until it is true. When the hang guard ends the wait, the error says what never came true.</summary>
    public static async Task IsAsync(Func<bool> condition, string what, CancellationToken cancellationToken)
    {
        using CancellationTokenSource guard = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        guard.CancelAfter(HangGuard.Time);
        try
        {
            while (!condition())
            {
                await Task.Delay(BetweenLooks, guard.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"It never came true: {what}", exception);
        }
    }

    /// <summary>Looks until nothing is found any more. When the hang guard ends the wait, the error lists what was left.</summary>
    public static async Task IsEmptyAsync(Func<IEnumerable<string>> find, string what, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> last = [];
        try
        {
            await IsAsync(() => (last = [.. find()]).Count == 0, what, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{what}: {string.Join("; ", last)}", exception);
        }
    }
}
