using System.CommandLine;
using Playbooks.Agent.Discovery;

namespace Playbooks.Cli;

/// <summary><c>playbooks agent discover</c>: the Ansible playbooks of a repository.</summary>
internal static class AgentDiscoverCommand
{
    private const string Description = """
        Lists the Ansible playbooks of a repository, as JSON or as text. Nothing runs.

        Example:
          playbooks agent discover --repository ~/infrastructure --format text
        """;

    public static Command Create()
    {
        Option<string> repository = AgentCommand.Repository();
        Command command = new("discover", Description) { repository, SharedOptions.JsonFirst() };
        AgentCommand.Bind(command, async (parsed, cancellationToken) =>
        {
            using AnsiblePlaybookCatalog catalog = new(parsed.GetRequiredValue(repository));
            AnsiblePlaybookListing listing = await catalog.GetAsync(cancellationToken: cancellationToken);
            if (SharedOptions.IsJson(parsed))
            {
                JsonOutput.Write(listing.ToJson());
                return ExitCodes.Success;
            }

            foreach (AnsiblePlaybookInfo playbook in listing.Playbooks)
            {
                string needs = playbook.RequiredVariables.Count == 0 ? "" : $", needs {string.Join(", ", playbook.RequiredVariables.Select(variable => variable.Name))}";
                Console.Out.Write($"{PrintableText.Line($"{playbook.Path}: {playbook.Service}{needs}")}\n");
            }

            foreach (InvalidPlaybookFile file in listing.Invalid)
            {
                await Console.Error.WriteLineAsync($"invalid: {PrintableText.Line($"{file.Path}: {file.Message}")}");
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
