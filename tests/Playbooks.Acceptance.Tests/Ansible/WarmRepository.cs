using System.Globalization;
using System.Runtime.CompilerServices;
using Playbooks.Ansible;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>A repository whose runs go through the warm backend, and a look at the processes of that.</summary>
internal sealed class WarmRepository : IAsyncDisposable
{
    private const string MarkVariable = "ANSIBLE_PLAYBOOKS_TEST_MARK";
    private readonly Lazy<AnsibleExecutor> _executor;

    public WarmRepository(string tasks)
    {
        Files = TemporaryRepository.WithPlaybook(tasks);
        Files.Options.Backend = AnsibleBackend.Warm;
        Files.Options.Logger = Log;
        Files.Options.Environment[MarkVariable] = Mark;
        _executor = new Lazy<AnsibleExecutor>(Files.Executor);
    }

    public TemporaryRepository Files { get; }

    public AnsibleExecutorOptions Options => Files.Options;

    /// <summary>Stands in the environment of all of its processes.</summary>
    public string Mark { get; } = "warm-" + Guid.NewGuid().ToString("N");

    public CollectingLogger<AnsibleExecutor> Log { get; } = new();

    public AnsibleExecutor Executor => _executor.Value;

    /// <summary>How often a run was left to another backend.</summary>
    public int LeftToOthers => Log.Entries.Count(entry => entry.Message.Contains("one of its own", StringComparison.Ordinal));

    /// <summary>Tasks that report values, as the custom statistics of the run.</summary>
    public static string Reporting(params string[] namesAndValues)
        => "- name: Report\n  ansible.builtin.set_stats:\n    data:\n" + string.Join('\n', namesAndValues.Chunk(2).Select(pair => $"      {pair[0]}: \"{pair[1]}\""));

    public Task<ExecutionSummary> RunAsync(CancellationToken cancellationToken, AnsibleRequest? request = null)
        => Executor.ExecuteAsync(request ?? new AnsibleRequest { Playbook = "site.yml", Limit = "h1" }, cancellationToken);

    /// <summary>All processes of it: those that wait, keepers, runs and what runs have started.</summary>
    public IReadOnlyList<int> Processes() => [.. Machine.Processes($"{MarkVariable}={Mark}", "environ").Select(Id)];

    /// <summary>Those that wait: our own children.</summary>
    public IReadOnlyList<int> Servers() => [.. Processes().Where(id => Parent(id) == Environment.ProcessId)];

    public int Server() => Servers().ShouldHaveSingleItem();

    /// <summary>Those that a server has forked for a run.</summary>
    public IReadOnlyList<int> Keepers(int server) => [.. Processes().Where(id => Parent(id) == server)];

    /// <summary>The sockets at which runs of this machine wait for what a server forks: there for milliseconds, unless it is frozen.</summary>
    public static IReadOnlyList<string> AwaitedKeepers()
        => [.. Directory.GetDirectories(Path.GetTempPath(), "pb-*").Select(folder => Path.Combine(folder, "warm")).Where(File.Exists)];

    public static string CommandLine(int id) => File.ReadAllText($"/proc/{id}/cmdline");

    public static Task KillAsync(int id) => Machine.SignalAsync(id, "KILL", TestContext.Current.CancellationToken);

    public static Task FreezeAsync(int id) => Machine.SignalAsync(id, "STOP", TestContext.Current.CancellationToken);

    public static Task ThawAsync(int id) => Machine.SignalAsync(id, "CONT", TestContext.Current.CancellationToken);

    /// <summary>Whether a process has ended, be it waited for by its parent or not.</summary>
    public static bool HasExited(int id) => Status(id)[0] is "Z" or "X";

    public static Task UntilAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
        => Eventually.IsAsync(condition, what, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_executor.IsValueCreated)
        {
            await Executor.DisposeAsync();
        }

        Files.Dispose();
    }

    private static int Id(string process) => int.Parse(process.Split(':')[0], CultureInfo.InvariantCulture);

    private static int Parent(int id) => int.Parse(Status(id)[1], CultureInfo.InvariantCulture);

    // Its state, its parent, and more; of one that is gone as of one that nobody waits for.
    private static string[] Status(int id)
    {
        try
        {
            string text = File.ReadAllText($"/proc/{id}/stat");
            return text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (IOException)
        {
            return ["X", "0"];
        }
    }
}
