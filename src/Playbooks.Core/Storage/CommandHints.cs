using System.Text;

namespace Playbooks.Storage;

/// <summary>The commands of a console host that continue a run, quoted for a POSIX shell.</summary>
/// <remarks>
/// The host's program has the commands <c>resume</c>, <c>rerun</c> and <c>verify</c> with the options that are named
/// here. Ids and addresses in the commands are not escaped: escape control characters before they go to a terminal.
/// </remarks>
public sealed record CommandHints
{
    /// <summary>The option of <c>resume</c> for a step in doubt that was done.</summary>
    public const string Done = "--done";

    /// <summary>The option of <c>resume</c> for a step in doubt that was not done and counts as failed.</summary>
    public const string Failed = "--failed";

    /// <summary>The option of <c>resume</c> for a step in doubt that is to run again.</summary>
    public const string Again = "--again";

    private const string Verify = "playbooks verify ";

    /// <summary>The folder that the user named with <c>--library</c>, which the next command has to name too.</summary>
    public string? Library { get; init; }

    /// <summary>The file that the user named with <c>--history</c>, which the next command has to name too.</summary>
    public string? History { get; init; }

    /// <summary>Quotes a word of a command line where a shell would not take it as it is.</summary>
    public static string Quoted(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        foreach (char letter in word)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && !"/._-~+:".Contains(letter, StringComparison.Ordinal))
            {
                return $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
            }
        }

        return word.Length == 0 ? "''" : word;
    }

    /// <summary>Makes a command on the same library and history.</summary>
    /// <param name="command">The command's name and its arguments, quoted.</param>
    public string Command(string command)
        => $"playbooks {command}{(Library is null ? "" : $" --library {Quoted(Library)}")}"
            + (History is null ? "" : $" --history {Quoted(History)}");

    /// <summary>Completes a diagnostic: the command in its hint names the library.</summary>
    public Diagnostic Complete(Diagnostic diagnostic)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        return Library is null ? diagnostic : diagnostic with
        {
            Hint = diagnostic.Hint?.Replace(Verify, $"{Verify}--library {Quoted(Library)} ", StringComparison.Ordinal),
        };
    }

    /// <summary>Makes the lines that tell how to continue a run that was interrupted.</summary>
    /// <param name="executionId">The id of the run.</param>
    /// <param name="inDoubt">The addresses of the steps that were under way and must not be repeated.</param>
    public IReadOnlyList<string> Continue(string executionId, IReadOnlyList<string> inDoubt)
    {
        ArgumentNullException.ThrowIfNull(inDoubt);
        if (inDoubt.Count == 0)
        {
            return [$"{executionId} was interrupted; to continue it:", $"  {Command($"resume {executionId}")}"];
        }

        (string steps, string theyWere) = inDoubt.Count == 1 ? ("a step", "it was") : ("steps", "they were");
        return
        [
            $"{executionId} was interrupted within {steps} that must not be repeated. "
            + $"Check if {theyWere} done, then decide:",
            .. Decide(executionId, inDoubt),
        ];
    }

    /// <summary>Makes the commands that decide about the steps in doubt of a run: one line for each decision.</summary>
    /// <param name="executionId">The id of the run.</param>
    /// <param name="inDoubt">The addresses of the steps. Each command decides about all of them.</param>
    public IReadOnlyList<string> Decide(string executionId, IReadOnlyList<string> inDoubt)
    {
        ArgumentNullException.ThrowIfNull(inDoubt);
        string it = inDoubt.Count == 1 ? "it" : "all";
        return
        [
            $"  {Resume(executionId, Done, inDoubt)}   # {it} was done",
            $"  {Resume(executionId, Failed, inDoubt)}   # {it} was not, and counts as failed",
            $"  {Resume(executionId, Again, inDoubt)}   # run {it} again",
        ];
    }

    /// <summary>
    /// Makes the hint at the end of a run: the command that continues it, or reruns it from the step that failed.
    /// </summary>
    /// <param name="store">The store that keeps the run.</param>
    /// <param name="report">The run's report.</param>
    /// <returns>The hint; null when nothing is left to do.</returns>
    public async Task<string?> AfterAsync(IExecutionStore store, ExecutionReport report)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(report);
        if (report.Status == ExecutionStatus.Completed)
        {
            return null;
        }

        if (!await HasEndedAsync(store, report.ExecutionId).ConfigureAwait(false))
        {
            return $"the run can be continued: {Command($"resume {report.ExecutionId}")}";
        }

        return report.RerunFrom is StepAddress address
            ? "to run it anew from that step on: "
                + Command($"rerun {report.ExecutionId} --from {Quoted(address.ToString())}")
            : null;
    }

    /// <summary>A run whose journal could not be written to its end does not count as ended.</summary>
    private static async Task<bool> HasEndedAsync(IExecutionStore store, string executionId)
    {
        try
        {
            StoredRun? run = await store.FindAsync(executionId, CancellationToken.None).ConfigureAwait(false);
            return run is not { Status: RunStatus.Running };
        }
        catch (ExecutionStoreException)
        {
            return false;
        }
    }

    private string Resume(string executionId, string decision, IReadOnlyList<string> addresses)
    {
        StringBuilder command = new($"resume {executionId}");
        foreach (string address in addresses)
        {
            command.Append(' ').Append(decision).Append(' ').Append(Quoted(address));
        }

        return Command(command.ToString());
    }
}
