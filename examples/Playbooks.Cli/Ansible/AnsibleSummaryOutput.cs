using Playbooks.Ansible;

namespace Playbooks.Cli;

/// <summary>Writes a summary to standard output.</summary>
internal static class AnsibleSummaryOutput
{
    public static void Write(ExecutionSummary summary, bool asText)
    {
        if (asText)
        {
            Console.Out.Write(PrintableText.Lines(summary.ToText()));
        }
        else
        {
            JsonOutput.Write(summary.ToJson());
        }
    }

    public static int ExitCode(ExecutionSummary summary) => summary.Status switch
    {
        AnsibleRunStatus.Successful => ExitCodes.Success,
        AnsibleRunStatus.Timeout => ExitCodes.TimedOut,
        AnsibleRunStatus.Cancelled => ExitCodes.Cancelled,
        _ => ExitCodes.RunFailed,
    };
}
