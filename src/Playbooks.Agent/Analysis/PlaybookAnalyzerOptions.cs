namespace Playbooks.Agent;

/// <summary>How a <see cref="PlaybookAnalyzer"/> works on this machine. The defaults suit most.</summary>
public sealed class PlaybookAnalyzerOptions
{
    /// <summary>The program <c>ansible-lint</c>: a name that is looked up in <c>PATH</c>, or a path.</summary>
    public string LintProgram { get; set; } = "ansible-lint";

    /// <summary>How long an analysis may take.</summary>
    /// <value>More than zero; two minutes by default.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How many findings an analysis holds at most; the others are counted.</summary>
    /// <value>1 or more; 200 by default.</value>
    public int MaximumFindings { get; set; } = 200;

    /// <summary>Environment variables for ansible-lint, besides those that Ansible gets anyway; they win over those.</summary>
    public IDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The clock of the time limit.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    internal void ThrowIfInvalid(string name)
    {
        List<string> faults = [];
        if (string.IsNullOrWhiteSpace(LintProgram))
        {
            faults.Add("LintProgram is empty: give a program's name or path.");
        }

        if (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromDays(1))
        {
            faults.Add($"Timeout is {Timeout}: give more than zero and at most a day.");
        }

        if (MaximumFindings < 1)
        {
            faults.Add($"MaximumFindings is {MaximumFindings}: give 1 or more.");
        }

        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', faults), name);
        }
    }
}
