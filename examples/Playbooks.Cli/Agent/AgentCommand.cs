using System.CommandLine;
using Playbooks.Ansible;

namespace Playbooks.Cli;

/// <summary><c>playbooks agent</c>: does work requests and maps intents, as an agent does.</summary>
internal static class AgentCommand
{
    public const string Name = "agent";

    private const string Description = """
        Does the work of an agent: work requests as JSON, and orders such as "Deploy Kuma".

        Exit codes: 0 completed, 1 failed, 2 invalid input, 130 cancelled.

        Example:
          playbooks agent map "Deploy Kuma" --repository ~/infrastructure
        """;

    public static Command Create()
    {
        Command command = new(Name, Description);
        command.Add(AgentRunCommand.Create());
        command.Add(AgentMapCommand.Create());
        command.Add(AgentDiscoverCommand.Create());
        return command;
    }

    public static Option<string> Repository() => new("--repository")
    {
        HelpName = "DIR",
        Description = "The folder with the Ansible playbooks. Default: the current one.",
        DefaultValueFactory = _ => ".",
    };

    /// <summary>Sets the action of a command. Reports a wrong input as such.</summary>
    public static void Bind(Command command, Func<ParseResult, CancellationToken, Task<int>> act)
        => command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                return await act(parsed, cancellationToken);
            }
            catch (ArgumentException exception)
            {
                throw new UsageException(exception.Message, exception);
            }
            catch (AnsibleRepositoryNotFoundException exception)
            {
                throw new UsageException(exception.Message, exception);
            }
        });
}
