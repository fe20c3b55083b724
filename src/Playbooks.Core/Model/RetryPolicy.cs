namespace Playbooks;

/// <summary>Whether and when a failed step is tried again.</summary>
public sealed record RetryPolicy
{
    /// <summary>The delay before a further attempt, unless the playbook says otherwise: 5 seconds.</summary>
    public static readonly TimeSpan DefaultDelay = TimeSpan.FromSeconds(5);

    /// <summary>A single attempt.</summary>
    public static RetryPolicy None { get; } = new();

    /// <summary>How many further attempts follow a failed first one.</summary>
    /// <value>0 to 100; 0 by default.</value>
    public int Count { get; init; }

    /// <summary>The wait before each further attempt.</summary>
    public TimeSpan Delay { get; init; } = DefaultDelay;
}
