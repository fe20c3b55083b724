namespace Playbooks.Agent;

/// <summary>One thing that ansible-lint found.</summary>
internal sealed record PlaybookFinding
{
    /// <summary>The rule, in ansible-lint's own words, such as <c>no-changed-when</c> or <c>name[missing]</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>The file, relative to the repository.</summary>
    public required string File { get; init; }

    /// <summary>The line in it, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>How bad it is, in ansible-lint's words: <c>info</c>, <c>minor</c>, <c>major</c>, <c>critical</c> or <c>blocker</c>.</summary>
    public required string Severity { get; init; }

    /// <summary>What was found.</summary>
    public required string Message { get; init; }

    /// <summary>Why it matters.</summary>
    public required string Reason { get; init; }
}
