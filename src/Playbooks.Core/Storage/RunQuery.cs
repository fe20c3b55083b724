namespace Playbooks.Storage;

/// <summary>Selects runs of the history. A run must meet every condition.</summary>
public sealed record RunQuery
{
    /// <summary>The path of the playbook; null for any.</summary>
    public string? Playbook { get; init; }

    /// <summary>The exact content, <see cref="PlaybookPlan.Digest"/>; null for any.</summary>
    public string? Digest { get; init; }

    /// <summary>The status; null for any.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>The earliest start, in UTC.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The first start that is too late, in UTC.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>
    /// The id of the last run of the page before; only older runs are listed. Null for the first page.
    /// </summary>
    public string? After { get; init; }

    /// <summary>The maximum number of runs.</summary>
    /// <value>1 to 1,000; 50 by default.</value>
    public int Limit { get; init; } = 50;
}
