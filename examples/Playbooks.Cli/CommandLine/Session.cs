using System.CommandLine;
using Playbooks.Ansible;

namespace Playbooks.Cli;

/// <summary>One command at work: its library, its engine, and where it writes to.</summary>
internal sealed class Session
{
    private Session(LibraryFolder folder, bool isJson, bool isStrict)
    {
        Folder = folder;
        IsJson = isJson;
        Engine = new PlaybookEngine(folder.Library, new PlaybookEngineOptions
        {
            Steps = [new AnsibleRunStep()],
            Credentials = new EnvironmentCredentialProvider(),
            Planner = new PlannerOptions { Strict = isStrict },
        });
    }

    public LibraryFolder Folder { get; }

    public PlaybookEngine Engine { get; }

    public bool IsJson { get; }

    /// <summary>Where text for people goes that is no error: standard output belongs to the JSON when there is one.</summary>
    public TextWriter Text => IsJson ? Console.Error : Console.Out;

    /// <summary>Makes an action of a command out of what it does in a session.</summary>
    public static void Bind(Command command, SharedOptions shared, Func<Session, ParseResult, CancellationToken, Task<int>> act)
        => command.SetAction(async (parsed, cancellationToken) =>
        {
            if (shared.IsMermaid(parsed) && command.Name != PlanCommand.Name)
            {
                throw new UsageException($"only '{PlanCommand.Name}' draws: '{command.Name}' has --format text and json");
            }

            Session session = new(LibraryFolder.Find(parsed.GetValue(shared.Library)), shared.IsJson(parsed), parsed.GetValue(shared.Strict));
            try
            {
                return await act(session, parsed, cancellationToken);
            }
            catch (PlaybookInvalidException exception)
            {
                return session.Reject(exception.Diagnostics);
            }
        });

    /// <summary>Plans what the user named. Warnings are written; errors leave with an exception.</summary>
    /// <exception cref="PlaybookInvalidException">It has errors.</exception>
    public async Task<PlaybookPlan> PlanAsync(string argument, CancellationToken cancellationToken)
    {
        PlanningResult result = await Engine.PlanAsync(Folder.PathOf(argument), cancellationToken);
        PlaybookPlan plan = result.EnsurePlanned();
        DiagnosticText.Write(result.Diagnostics, Folder);
        return plan;
    }

    /// <summary>Writes what is wrong.</summary>
    /// <returns>The exit code for it.</returns>
    public int Reject(IReadOnlyList<Diagnostic> diagnostics)
    {
        DiagnosticText.Write(diagnostics, Folder);
        if (IsJson)
        {
            JsonOutput.Write(writer => DiagnosticJson.WriteResult(writer, diagnostics, Folder));
        }

        return ExitCodes.Of(diagnostics);
    }
}
