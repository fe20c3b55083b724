using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using Playbooks.Agent;
using Playbooks.Agent.Discovery;
using Playbooks.Ansible;
using Playbooks.Storage;

namespace Playbooks.Hosting.Tests.Soak;

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SoakCollection
{
    public const string Name = "Soak: counts handles and memory of this process, and so runs alone";
}

/// <summary>Much work of every kind, cancelled and failing at random: nothing is lost, nothing is left over. <c>PLAYBOOKS_SOAK_ROUNDS</c> makes it longer.</summary>
[Collection(SoakCollection.Name)]
public sealed class SoakSpecs : IDisposable
{
    private const int Requests = 500;
    private const int Workers = 8;
    private const long MemoryTolerance = 24 * 1024 * 1024;
    private const int HandleTolerance = 8;

    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("PLAYBOOKS_SOAK_ROUNDS"), CultureInfo.InvariantCulture, out int rounds) ? rounds : 1;

    private readonly TemporaryFolder _repository = new();
    private readonly TemporaryFolder _hanging = new();
    private readonly TemporaryFolder _state = new();

    public void Dispose()
    {
        _repository.Dispose();
        _hanging.Dispose();
        _state.Dispose();
    }

    [Fact(Timeout = 8 * Limit)]
    public async Task Every_request_ends_in_one_result_and_nothing_is_left_over()
    {
        _repository.Write("site.yml", "- hosts: all\n  tasks: []\n");
        _hanging.Write("site.yml", "- hosts: all\n  tasks: []\n");
        _hanging.Write("scenario.json", """{ "hang": "polite" }""");
        await using SqlExecutionStore store = SqlExecutionStore.Sqlite(Path.Combine(_state.Path, "history.db"));

        // What is made once for a process, such as compiled code and pooled threads, is made here.
        await RoundAsync(store, "warm-up", 60, new Random(1));
        (int handles, long memory) = Measure();
        HashSet<string> folders = [.. RunFolders()];

        for (int round = 0; round < Rounds; round++)
        {
            await RoundAsync(store, $"round-{round}", Requests, new Random(round + 2));
        }

        Machine.Processes(_repository.Path).ShouldBeEmpty();
        Machine.Processes(_hanging.Path).ShouldBeEmpty();
        await UntilGoneAsync(RunFolders().Where(folder => !folders.Contains(folder)));
        (int handlesAfter, long memoryAfter) = Measure();
        TestContext.Current.TestOutputHelper?.WriteLine($"handles {handles} -> {handlesAfter}, memory {memory:N0} -> {memoryAfter:N0}");
        handlesAfter.ShouldBeLessThanOrEqualTo(handles + HandleTolerance);
        memoryAfter.ShouldBeLessThanOrEqualTo(memory + MemoryTolerance);
    }

    private async Task RoundAsync(SqlExecutionStore store, string name, int count, Random random)
    {
        AnsibleExecutor executor = Executor(_repository);
        AnsibleExecutor hanging = Executor(_hanging);
        await using (executor)
        await using (hanging)
        {
            using AnsiblePlaybookCatalog catalog = new(_repository.Path);
            NoteWorkResultStore results = new(store);
            InfrastructureAgent agent = new(
                [new RunPlaybookHandler(executor), new HangingHandler(hanging), new DiscoverPlaybooksHandler(catalog), new MoodyHandler()],
                new InfrastructureAgentOptions { AgentId = "soak", Results = results });
            await using WorkQueue queue = new(agent, new WorkQueueOptions { Workers = Workers, Limit = count, Notes = store, Results = results });
            await queue.StartAsync(TestContext.Current.CancellationToken);

            ConcurrentDictionary<string, int> ends = new(StringComparer.Ordinal);
            List<Task> watching = [];
            List<WorkTicket> tickets = [];
            for (int i = 0; i < count; i++)
            {
                WorkTicket ticket = await queue.EnqueueAsync(Request($"{name}-{i}", random), TestContext.Current.CancellationToken);
                tickets.Add(ticket);
                watching.Add(CountAsync(ticket, ends));
                if (random.Next(10) == 0)
                {
                    await tickets[random.Next(tickets.Count)].CancelAsync();
                }
            }

            await Task.WhenAll(watching);

            ends.Count.ShouldBe(count);
            ends.Values.ShouldAllBe(times => times == 1);
            queue.GetStatus().ShouldBe(new WorkQueueStatus(0, 0, count, Workers, true));
            WorkResult[] all = await Task.WhenAll(tickets.Select(ticket => ticket.Completion));
            all.ShouldAllBe(result => result.Status == WorkStatus.Completed || !string.IsNullOrWhiteSpace(result.ErrorMessage));
            tickets.Zip(all).ShouldContain(pair => pair.First.Request.WorkType == "run_playbook" && pair.Second.IsCompleted);
            tickets.Zip(all).ShouldContain(pair => pair.Second.ErrorMessage == "Playbook execution timed out");
            Enum.GetValues<WorkStatus>().ShouldAllBe(status => all.Any(result => result.Status == status));
        }
    }

    private static async Task CountAsync(WorkTicket ticket, ConcurrentDictionary<string, int> ends)
    {
        WorkResult result = await ticket.Completion;
        result.TaskId.ShouldBe(ticket.TaskId);
        ends.AddOrUpdate(ticket.TaskId, 1, (_, times) => times + 1);
    }

    private static WorkRequest Request(string taskId, Random random)
    {
        Dictionary<string, object?> parameters = [];
        string workType;
        switch (random.Next(20))
        {
            case < 3:
                workType = "run_playbook";
                parameters["playbook_path"] = random.Next(8) == 0 ? "nowhere.yml" : "site.yml";
                parameters["limit"] = $"h{random.Next(40)}";
                break;
            case < 6:
                workType = "discover_playbooks";
                parameters["force_refresh"] = random.Next(2) == 0;
                break;
            case 6:
                // Without a playbook: the handler refuses it.
                workType = "run_playbook";
                break;
            case 7:
                workType = "hang";
                parameters["playbook_path"] = "site.yml";
                parameters["timeout_seconds"] = 0.2 + random.NextDouble();
                break;
            default:
                workType = "moody";
                parameters["mood"] = random.Next(6);
                parameters["ballast"] = new string('x', random.Next(2000));
                break;
        }

        return new WorkRequest { TaskId = taskId, WorkType = workType, Priority = random.Next(1, 6), Parameters = parameters, ConcurrencyKey = random.Next(5) == 0 ? $"key{random.Next(3)}" : null };
    }

    private static (int Handles, long Memory) Measure()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return (Directory.GetFileSystemEntries("/proc/self/fd").Length, GC.GetTotalMemory(forceFullCollection: true));
    }

    private static string[] RunFolders() => Directory.GetDirectories(Path.GetTempPath(), "pb-*");

    // Other processes of this machine have such folders too; theirs go when their runs end, one that is left over never does.
    private static async Task UntilGoneAsync(IEnumerable<string> folders)
    {
        foreach (string folder in folders)
        {
            await Eventually.IsAsync(() => !Directory.Exists(folder), $"{folder} is gone", TestContext.Current.CancellationToken);
        }
    }

    private AnsibleExecutor Executor(TemporaryFolder repository) => new(repository.Path, new AnsibleExecutorOptions
    {
        RunnerProgram = Path.Combine(AppContext.BaseDirectory, "Playbooks.FakeAnsibleRunner"),
        ArtifactRetention = 0,
        ArtifactDirectory = Path.Combine(_state.Path, "artifacts"),
        GracePeriod = TimeSpan.FromSeconds(1),

        // The fake is a .NET program, and finds .NET as this one did.
        Environment = { ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")) },
    });

    /// <summary>Runs what never ends by itself.</summary>
    private sealed class HangingHandler(AnsibleExecutor executor) : IWorkHandler
    {
        private readonly RunPlaybookHandler _runs = new(executor);

        public string WorkType => "hang";

        public Task<WorkOutcome> HandleAsync(WorkContext context, CancellationToken cancellationToken) => _runs.HandleAsync(context, cancellationToken);
    }

    /// <summary>Works, fails, throws, or waits until it is cancelled or a moment is over.</summary>
    private sealed class MoodyHandler : IWorkHandler
    {
        public string WorkType => "moody";

        public async Task<WorkOutcome> HandleAsync(WorkContext context, CancellationToken cancellationToken)
        {
            switch (context.Parameters.GetInteger("mood", 0, 5))
            {
                case 0:
                    return WorkOutcome.Failed("in no mood");
                case 1:
                    throw new InvalidOperationException("in a bad mood");
                case 2:
                    await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
                    return WorkOutcome.Completed();
                case 3:
                    throw new OperationCanceledException("of somebody else");
                default:
                    return WorkOutcome.Completed(context.Parameters.GetText("ballast").Length);
            }
        }
    }
}
