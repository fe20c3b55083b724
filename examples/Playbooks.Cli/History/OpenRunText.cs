using System.Text;
using Playbooks.Storage;

namespace Playbooks.Cli;

/// <summary>What to do about a run that did not end.</summary>
internal static class OpenRunText
{
    /// <param name="session">Whose library and history the commands are to name.</param>
    /// <param name="run">The run.</param>
    /// <param name="doubts">The steps that were under way and may not be repeated.</param>
    public static string Write(Session session, StoredRun run, IReadOnlyList<string> doubts)
    {
        if (doubts.Count == 0)
        {
            return $"{run.ExecutionId} was interrupted; to continue it:\n  {session.Command($"resume {run.ExecutionId}")}\n";
        }

        StringBuilder text = new($"{run.ExecutionId} was interrupted within {(doubts.Count == 1 ? "a step" : "steps")} that may not be repeated. Look what became of ");
        text.Append(doubts.Count == 1 ? "it" : "them").Append(", then say so:\n").Append(Commands(session, run.ExecutionId, doubts));
        return text.ToString();
    }

    /// <summary>How each step is decided.</summary>
    public static string Commands(Session session, string run, IReadOnlyList<string> doubts)
    {
        // One command decides all of them: those that are left out would be in doubt still.
        string Command(string decision) => session.Command($"resume {run}{string.Concat(doubts.Select(address => $" {decision} {ShellText.Quoted(PrintableText.Line(address))}"))}");
        string it = doubts.Count == 1 ? "it" : "all";
        return $"  {Command(ResumeCommand.Done)}   # {it} was done\n"
            + $"  {Command(ResumeCommand.Failed)}   # {it} was not, and counts as failed\n"
            + $"  {Command(ResumeCommand.Again)}   # run {it} again\n";
    }
}
