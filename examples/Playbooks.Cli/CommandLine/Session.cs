using System.CommandLine;
using Playbooks.Ansible;
using Playbooks.Storage;

namespace Playbooks.Cli;

/// <summary>One command at work: its library, its engine, its history, and where it writes to.</summary>
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

    /// <summary>The history; null for commands without one. Set before the engine is asked for.</summary>
    public IExecutionStore? Store { get; private set; }

    /// <summary>Who sees every event before the run goes on. Set before the engine is asked for.</summary>
    public IReadOnlyList<IAuditSink> AuditSinks { get; set; } = [];

    /// <summary>Where text for people goes that is no error: standard output belongs to the JSON when there is one.</summary>
    public TextWriter Text => IsJson ? Console.Error : Console.Out;

    /// <summary>Makes an action of a command out of what it does in a session, and adds the options for it.</summary>
    public static void Bind(Command command, SharedOptions shared, Func<Session, ParseResult, CancellationToken, Task<int>> act)
    {
        command.Add(shared.Library);
        command.Add(SharedOptions.TextFirst());
        Act(command, shared, act);
    }

    /// <summary>The same for a command that plans playbooks.</summary>
    /// <param name="format">The command's own forms of output; by default text and JSON.</param>
    public static void BindPlanning(Command command, SharedOptions shared, Func<Session, ParseResult, CancellationToken, Task<int>> act, Option<string>? format = null)
    {
        command.Add(shared.Library);
        command.Add(shared.Strict);
        command.Add(format ?? SharedOptions.TextFirst());
        Act(command, shared, act);
    }

    /// <summary>The same for a command on which none of these options has an effect.</summary>
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

    /// <summary>Keeps runs in that history, or reads it.</summary>
    /// <returns>Whether there is one: who only reads is told so when none was begun.</returns>
    public bool UseHistory(HistoryFile history, bool begin)
    {
        _history = history;
        Store = begin ? history.Open() : history.OpenExisting();
        return Store is not null;
    }

    /// <summary>The commands of this program that go on with what this one did, on the same library and history.</summary>
    public CommandHints Hints => new() { Library = Folder.Given, History = _history?.Given };

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
            WriteJson(diagnostics);
        }

        return ExitCodes.Of(diagnostics);
    }

    public void Dispose() => (Store as IDisposable)?.Dispose();

    // A method of its own, so that only JSON loads its writer: see docs/performance.md, "Starting".
    private void WriteJson(IReadOnlyList<Diagnostic> diagnostics)
        => JsonOutput.Write(new PlanningResult { Diagnostics = Folder.Shown(diagnostics) }.ToJson());
}
