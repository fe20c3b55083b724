using System.CommandLine;
using Playbooks.Agent;
using Playbooks.Agent.Discovery;
using Playbooks.Agent.Mapping;
using Playbooks.Ansible;

namespace Playbooks.Cli;

/// <summary><c>playbooks agent run</c>: does one work request and writes its result.</summary>
internal static class AgentRunCommand
{
    private const string Description = """
        Does one work request from a JSON file and writes its result as JSON. The work types are run_playbook,
        deploy_service, discover_playbooks, analyze_playbook, generate_template, and run_composed with '--library'.
        Ctrl-C cancels it; nothing is left behind.

        Example:
          playbooks agent run work.json --repository ~/infrastructure
        """;

    public static Command Create()
    {
        Argument<string> file = new("FILE") { Description = "The request; '-' for standard input." };
        Option<string> repository = AgentCommand.Repository();
        Option<string?> library = new("--library", "-l") { HelpName = "DIR", Description = "The folder of playbooks for 'run_composed' work. Without it, such work is refused." };
        Command command = new("run", Description) { file, repository, library };
        AgentCommand.Bind(command, async (parsed, cancellationToken) =>
        {
            byte[] request = await ReadAsync(parsed.GetRequiredValue(file), cancellationToken);
            try
            {
                _ = WorkRequest.FromJson(request);
            }
            catch (WorkRequestException exception)
            {
                throw new UsageException(exception.Message, exception);
            }

            WorkResult result = await DoAsync(request, parsed.GetRequiredValue(repository), parsed.GetValue(library), cancellationToken);
            JsonOutput.Write(result.ToJson());
            return result.Status switch
            {
                WorkStatus.Completed => ExitCodes.Success,
                WorkStatus.Cancelled => ExitCodes.Cancelled,
                _ => ExitCodes.RunFailed,
            };
        });
        return command;
    }

    /// <summary>Reads no more than the agent accepts: the file may be a device without an end.</summary>
    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        int most = new InfrastructureAgentOptions().MaximumRequestBytes;
        byte[] bytes = new byte[most + 1];
        Stream input = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
        await using (input)
        {
            int read = await input.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            return read <= most ? bytes[..read] : throw new UsageException($"the work request '{file}' is larger than {most:N0} bytes");
        }
    }

    private static async Task<WorkResult> DoAsync(byte[] request, string repository, string? library, CancellationToken cancellationToken)
    {
        AnsibleExecutor executor = new(repository);
        await using (executor)
        {
            using AnsiblePlaybookCatalog catalog = new(executor.Repository);
            PlaybookAnalyzer analyzer = new(executor.Repository);
            List<IWorkHandler> handlers =
            [
                new RunPlaybookHandler(executor, analyzer),
                new DeployServiceHandler(executor, catalog, new IntentMapper(), analyzer),
                new DiscoverPlaybooksHandler(catalog),
                new AnalyzePlaybookHandler(analyzer),
                new GenerateTemplateHandler(executor.Repository),
            ];
            if (library is not null)
            {
                handlers.Add(new RunComposedHandler(new PlaybookEngine(new PlaybookLibrary(library), new PlaybookEngineOptions
                {
                    Steps = [new AnsibleRunStep()],
                    Credentials = new EnvironmentCredentialProvider(),
                })));
            }

            return await new InfrastructureAgent(handlers).ExecuteAsync(request, cancellationToken);
        }
    }
}
