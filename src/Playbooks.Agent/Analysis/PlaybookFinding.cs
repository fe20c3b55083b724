namespace Playbooks.Agent;

/// <summary>One finding of ansible-lint.</summary>
internal sealed record PlaybookFinding
{
    /// <summary>The rule as ansible-lint names it, such as <c>no-changed-when</c> or <c>name[missing]</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>The file, relative to the repository.</summary>
    public required string File { get; init; }

    /// <summary>The line in the file, counted from 1.</summary>
    public required int Line { get; init; }

    /// <summary>
    /// The severity as ansible-lint names it: <c>info</c>, <c>minor</c>, <c>major</c>, <c>critical</c> or
    /// <c>blocker</c>.
    /// </summary>
    public required string Severity { get; init; }

    /// <summary>The message of ansible-lint.</summary>
    public required string Message { get; init; }

    /// <summary>The reason why the finding matters.</summary>
    public required string Reason { get; init; }
}
