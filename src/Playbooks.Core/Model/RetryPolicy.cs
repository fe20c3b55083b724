namespace Playbooks;

/// <summary>Whether and when a failed step is tried again.</summary>
internal sealed record RetryPolicy
{
    /// <summary>The delay before a further attempt, unless the playbook says otherwise: 5 seconds.</summary>
    public static readonly TimeSpan DefaultDelay = TimeSpan.FromSeconds(5);

    /// <summary>A growing wait grows no further than this: 1 hour, or the delay itself when that is longer.</summary>
    public static readonly TimeSpan MaximumDelay = TimeSpan.FromHours(1);

    /// <summary>A single attempt.</summary>
    public static RetryPolicy None { get; } = new();

    /// <summary>How many further attempts follow a failed first one.</summary>
    /// <value>0 to 100; 0 by default.</value>
    public int Count { get; init; }

    /// <summary>The wait before the first further attempt, and with <see cref="RetryBackoff.Constant"/> before each.</summary>
    public TimeSpan Delay { get; init; } = DefaultDelay;

    /// <summary>How the wait grows.</summary>
    public RetryBackoff Backoff { get; init; }

    /// <summary>The wait after a failed attempt.</summary>
    /// <param name="attempt">Which attempt failed, from 1.</param>
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
        // Nothing times infinity is no number.
        return Delay == TimeSpan.Zero ? Delay : TimeSpan.FromSeconds(Math.Min(Delay.TotalSeconds * factor, longest));
    }
}
