using System.CommandLine;
using Playbooks.Ansible;

namespace Playbooks.Cli;

/// <summary><c>playbooks ansible</c>: Ansible without a playbook of ours around it.</summary>
internal static class AnsibleCommand
{
    public const string Name = "ansible";

    private const string Description = """
        Runs Ansible playbooks, and sums up what came of it.

        Exit codes: 0 successful, 1 failed, 2 invalid input, 124 timed out, 130 cancelled.

        Example:
          playbooks ansible run site.yml --repository ~/infrastructure --limit web --check
        """;

    public static Command Create()
    {
        Command command = new(Name, Description);
        command.Add(AnsibleRunCommand.Create());
        command.Add(AnsibleSummarizeCommand.Create());
        command.Add(AnsibleListCommand.Hosts());
        command.Add(AnsibleListCommand.Tasks());
        command.Add(AnsibleListCommand.SyntaxCheck());
        return command;
    }

    /// <summary>Makes an action of what a command does with an executor. What cannot be run is said as an invalid input, with the summary where there is one.</summary>
    public static void Bind(Command command, AnsibleOptions options, Func<AnsibleExecutor, AnsibleRequest, ParseResult, CancellationToken, Task<int>> act)
    {
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                AnsibleExecutor executor = options.Executor(parsed);
                await using (executor)
                {
                    return await act(executor, options.Request(parsed), parsed, cancellationToken);
                }
            }
            catch (ArgumentException exception)
            {
                throw new UsageException(exception.Message, exception);
            }
        });
    }
}
