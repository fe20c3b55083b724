using System.CommandLine;
using Playbooks.Ansible;
using Playbooks.Storage;

namespace Playbooks.Cli;

/// <summary>The execution of one command: its library, its engine, its history and its output.</summary>
internal sealed class Session : IDisposable
{
    private readonly bool _isStrict;
    private PlaybookEngine? _engine;
    private HistoryFile? _history;

    private Session(LibraryFolder folder, bool isJson, bool isStrict)
    {
        Folder = folder;
        IsJson = isJson;
        _isStrict = isStrict;
    }

    public LibraryFolder Folder { get; }

    public PlaybookEngine Engine => _engine ??= new PlaybookEngine(Folder.Library, new PlaybookEngineOptions
    {
        Steps = [new AnsibleRunStep()],
        Credentials = new EnvironmentCredentialProvider(),
        Strict = _isStrict,
        ExecutionStore = Store,
        AuditSinks = AuditSinks,
    });

    public bool IsJson { get; }

    /// <summary>The history; null for commands without one. It must be set before the engine is used.</summary>
    public IExecutionStore? Store { get; private set; }

    /// <summary>
    /// The sinks that get every event before the run goes on. They must be set before the engine is used.
    /// </summary>
    public IReadOnlyList<IAuditSink> AuditSinks { get; set; } = [];

    /// <summary>
    /// The output for text that is not an error. With JSON this is standard error, because standard output has only the
    /// JSON.
    /// </summary>
    public TextWriter Text => IsJson ? Console.Error : Console.Out;

    /// <summary>Sets the action of a command, which gets a session, and adds the options for it.</summary>
    public static void Bind(Command command, SharedOptions shared, Func<Session, ParseResult, CancellationToken, Task<int>> act)
    {
        command.Add(shared.Library);
        command.Add(SharedOptions.TextFirst());
        Act(command, shared, act);
    }

    /// <summary>Does the same for a command that plans playbooks.</summary>
    /// <param name="format">The command's own output formats; text and JSON by default.</param>
    public static void BindPlanning(Command command, SharedOptions shared, Func<Session, ParseResult, CancellationToken, Task<int>> act, Option<string>? format = null)
    {
        command.Add(shared.Library);
        command.Add(shared.Strict);
        command.Add(format ?? SharedOptions.TextFirst());
        Act(command, shared, act);
    }

    /// <summary>Does the same for a command that does not use these options.</summary>
    public static void Act(Command command, SharedOptions shared, Func<Session, ParseResult, CancellationToken, Task<int>> act)
        => command.SetAction(async (parsed, cancellationToken) =>
        {
            using Session session = new(LibraryFolder.Find(parsed.GetValue(shared.Library)), SharedOptions.IsJson(parsed), parsed.GetValue(shared.Strict));
            try
            {
                return await act(session, parsed, cancellationToken);
            }
            catch (PlaybookInvalidException exception)
            {
                return session.Reject(exception.Diagnostics);
            }
        });

    /// <summary>Uses that history, to keep runs in it or to read it.</summary>
    /// <returns>True when there is a history. A command that only reads reports a missing one.</returns>
    public bool UseHistory(HistoryFile history, bool begin)
    {
        _history = history;
        Store = begin ? history.Open() : history.OpenExisting();
        return Store is not null;
    }

    /// <summary>The commands that continue this one, with the same library and history.</summary>
    public CommandHints Hints => new() { Library = Folder.Given, History = _history?.Given };

    /// <summary>Plans the playbook that the user named. Writes the warnings; errors throw.</summary>
    /// <exception cref="PlaybookInvalidException">The playbook has errors.</exception>
    public async Task<PlaybookPlan> PlanAsync(string argument, CancellationToken cancellationToken)
    {
        PlanningResult result = await Engine.PlanAsync(Folder.PathOf(argument), cancellationToken);
        PlaybookPlan plan = result.EnsurePlanned();
        DiagnosticText.Write(result.Diagnostics, Folder);
        return plan;
    }

    /// <summary>Writes the errors.</summary>
    /// <returns>The exit code for them.</returns>
    public int Reject(IReadOnlyList<Diagnostic> diagnostics)
    {
        DiagnosticText.Write(diagnostics, Folder);
        if (IsJson)
        {
            WriteJson(diagnostics);
        }

        return ExitCodes.Of(diagnostics);
    }

    public void Dispose() => (Store as IDisposable)?.Dispose();

    // A separate method, so that only JSON output loads its writer: see docs/performance.md, "Starting".
    private void WriteJson(IReadOnlyList<Diagnostic> diagnostics)
        => JsonOutput.Write(new PlanningResult { Diagnostics = Folder.Shown(diagnostics) }.ToJson());
}
