using Playbooks.Diagnostics;

namespace Playbooks.Agent;

/// <summary>
/// The options of a <see cref="PlaybookAnalyzer"/> on this machine. The defaults suit most applications.
/// </summary>
public sealed class PlaybookAnalyzerOptions
{
    /// <summary>The program <c>ansible-lint</c>: a name that is looked up in <c>PATH</c>, or a path.</summary>
    public string LintProgram { get; set; } = "ansible-lint";

    /// <summary>The time that an analysis may take.</summary>
    /// <value>More than zero, at most a day; two minutes by default.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The largest number of findings in an analysis; further ones are only counted.</summary>
    /// <value>1 or more; 200 by default.</value>
    public int MaximumFindings { get; set; } = 200;

    /// <summary>Environment variables for ansible-lint. They win over those that Ansible gets anyway.</summary>
    public IDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The clock of the time limit.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Finds everything that is wrong with the options.</summary>
    /// <returns>A sentence for each fault, which begins with the option's name; empty when there is none.</returns>
    public IReadOnlyList<string> FindFaults() => new OptionFaults()
        .NotEmpty(nameof(LintProgram), LintProgram, "it names the program, such as ansible-lint")
        .MoreThanZero(nameof(Timeout), Timeout, TimeSpan.FromDays(1))
        .AtLeast(nameof(MaximumFindings), MaximumFindings, 1)
        .NotNull(nameof(TimeProvider), TimeProvider)
        .Found;
}
