using System.CommandLine;
using Playbooks.Ansible;

namespace Playbooks.Cli;

/// <summary><c>playbooks ansible</c>: runs Ansible without a playbook of this library.</summary>
internal static class AnsibleCommand
{
    public const string Name = "ansible";

    private const string Description = """
        Runs Ansible playbooks, and sums up their results.

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

    /// <summary>
    /// Sets the action of a command that uses an executor. Reports a run that cannot start as an invalid input, with
    /// the summary if there is one.
    /// </summary>
    public static void Bind(Command command, AnsibleOptions options, Func<AnsibleExecutor, AnsibleRequest, ParseResult, CancellationToken, Task<int>> act)
    {
        options.AddTo(command, runs: command.Name == AnsibleRunCommand.Name);
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
