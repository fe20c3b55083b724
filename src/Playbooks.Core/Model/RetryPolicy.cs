namespace Playbooks;

/// <summary>The policy that decides if and when a failed step is tried again.</summary>
internal sealed record RetryPolicy
{
    /// <summary>The delay before a further attempt, unless the playbook says otherwise: 5 seconds.</summary>
    public static readonly TimeSpan DefaultDelay = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait: 1 hour, or the delay itself when that is longer.</summary>
    public static readonly TimeSpan MaximumDelay = TimeSpan.FromHours(1);

    /// <summary>No retries: a single attempt.</summary>
    public static RetryPolicy None { get; } = new();

    /// <summary>The number of retries after a failed first attempt.</summary>
    /// <value>0 to 100; 0 by default.</value>
    public int Count { get; init; }

    /// <summary>The wait before the first retry; with <see cref="RetryBackoff.Constant"/>, before each.</summary>
    public TimeSpan Delay { get; init; } = DefaultDelay;

    /// <summary>The growth of the wait.</summary>
    public RetryBackoff Backoff { get; init; }

    /// <summary>Gets the wait after a failed attempt.</summary>
    /// <param name="attempt">The number of the failed attempt, from 1.</param>
    /// <returns>At most <see cref="MaximumDelay"/>.</returns>
    public TimeSpan DelayAfter(int attempt)
    {
        double factor = Backoff switch
        {
            RetryBackoff.Linear => attempt,
            RetryBackoff.Exponential => Math.Pow(2, attempt - 1),
            _ => 1,
        };
        double longest = Math.Max(MaximumDelay.TotalSeconds, Delay.TotalSeconds);
        // Zero times infinity is not a number.
        return Delay == TimeSpan.Zero ? Delay : TimeSpan.FromSeconds(Math.Min(Delay.TotalSeconds * factor, longest));
    }
}
