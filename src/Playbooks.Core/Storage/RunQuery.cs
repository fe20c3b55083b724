namespace Playbooks.Storage;

/// <summary>Which runs of the history are wanted: those to which all of it applies.</summary>
public sealed record RunQuery
{
    /// <summary>Of that playbook; null for any.</summary>
    public string? Playbook { get; init; }

    /// <summary>Of exactly that content, <see cref="PlaybookPlan.Digest"/>; null for any.</summary>
    public string? Digest { get; init; }

    /// <summary>In that status; null for any.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>Begun then or later, in UTC.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Begun before then, in UTC.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Older than that run: the last one of the page before. Null for the first page.</summary>
    public string? After { get; init; }

    /// <summary>At most so many.</summary>
    /// <value>1 to 1,000; 50 by default.</value>
    public int Limit { get; init; } = 50;
}
