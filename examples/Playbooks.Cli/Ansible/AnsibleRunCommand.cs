using System.CommandLine;
using Playbooks.Ansible;

namespace Playbooks.Cli;

/// <summary><c>playbooks ansible run</c>: runs an Ansible playbook and writes its summary.</summary>
internal static class AnsibleRunCommand
{
    public const string Name = "run";

    private const string Description = """
        Runs an Ansible playbook and writes its summary, as JSON or as text. In a terminal, a line on
        standard error shows its progress. Ctrl-C stops it; nothing is left behind.

        Example:
          playbooks ansible run site.yml --limit web --extra-vars version=1.4 --extra-vars @north.yml
          playbooks ansible run site.yml --check --diff --backend direct --format text
        """;

    public static Command Create()
    {
        Command command = new(Name, Description) { SharedOptions.JsonFirst() };
        AnsibleCommand.Bind(command, new AnsibleOptions(), async (executor, request, parsed, cancellationToken) =>
        {
            ExecutionSummary summary = await RunAsync(executor, request, cancellationToken);
            AnsibleSummaryOutput.Write(summary, !SharedOptions.IsJson(parsed));
            return AnsibleSummaryOutput.ExitCode(summary);
        });
        return command;
    }

    private static async Task<ExecutionSummary> RunAsync(AnsibleExecutor executor, AnsibleRequest request, CancellationToken cancellationToken)
    {
        using AnsibleLiveLine? line = Console.IsErrorRedirected ? null : new AnsibleLiveLine(Console.Error);
        try
        {
            return await executor.ExecuteAsync(request, line, cancellationToken);
        }
        catch (AnsibleTimeoutException exception)
        {
            return exception.Summary;
        }
        catch (AnsibleCanceledException exception)
        {
            return exception.Summary;
        }
    }
}
