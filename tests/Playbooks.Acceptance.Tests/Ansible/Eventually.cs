using System.Diagnostics;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>Waits for what must come to be true, and says what did not.</summary>
internal static class Eventually
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(30);

    public static async Task IsAsync(Func<bool> condition, TimeSpan limit, string what)
    {
        long began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(began) > limit)
            {
                throw new ShouldAssertException($"within {limit.TotalSeconds} s it never was so: {what}");
            }

            await Task.Delay(BetweenLooks, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until nothing is found any more.</summary>
    public static async Task IsEmptyAsync(Func<IEnumerable<string>> find, TimeSpan limit, string what)
    {
        IReadOnlyList<string> last = [];
        try
        {
            await IsAsync(() => (last = [.. find()]).Count == 0, limit, what);
        }
        catch (ShouldAssertException exception)
        {
            throw new ShouldAssertException($"{what}: {string.Join("; ", last)}", exception);
        }
    }
}
