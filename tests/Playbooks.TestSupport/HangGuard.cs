namespace Playbooks.TestSupport;

/// <summary>
/// The one limit of every wait in the tests. Only a hang reaches it: it says nothing about speed, and a machine may be as busy
/// as it likes.
/// </summary>
public static class HangGuard
{
    /// <summary>The limit in milliseconds, for <c>[Fact(Timeout = Limit)]</c>.</summary>
    public const int Limit = 15 * 60 * 1000;

    /// <summary>The limit of one wait inside a test.</summary>
    public static TimeSpan Time { get; } = TimeSpan.FromMilliseconds(Limit);
}
