using System.CommandLine;
using Playbooks.Ansible;
using Playbooks.Ansible.Events;

namespace Playbooks.Cli;

/// <summary><c>playbooks ansible summarize</c>: sums up a run that another program made.</summary>
internal static class AnsibleSummarizeCommand
{
    private const string Description = """
        Sums up an existing run from the artifacts of ansible-runner: as JSON, or as text.

        Example:
          playbooks ansible summarize artifacts/5c1f --format text
        """;

    public static Command Create()
    {
        Argument<string> folder = new("DIR") { Description = "The folder of the run, with 'job_events' in it; or '-' to read the output of 'ansible-runner -j' from standard input." };
        Command command = new("summarize", Description) { folder, SharedOptions.JsonFirst() };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            ExecutionSummary summary = await SummarizeAsync(parsed.GetRequiredValue(folder), cancellationToken);
            AnsibleSummaryOutput.Write(summary, !SharedOptions.IsJson(parsed));
            return AnsibleSummaryOutput.ExitCode(summary);
        });
        return command;
    }

    private static async Task<ExecutionSummary> SummarizeAsync(string folder, CancellationToken cancellationToken)
    {
        if (folder != "-")
        {
            return await EventSummarizer.SummarizeArtifactsAsync(folder, cancellationToken);
        }

        Stream input = Console.OpenStandardInput();
        await using (input)
        {
            return await EventSummarizer.SummarizeStreamAsync(input, cancellationToken);
        }
    }
}
