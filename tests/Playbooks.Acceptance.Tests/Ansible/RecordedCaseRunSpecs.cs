using System.Text.Json;
using Playbooks.Ansible;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>Every recorded case, run by real Ansible in every way, gives the same exact figures again.</summary>
public sealed class RecordedCaseRunSpecs
{
    // Most of the time is Ansible's own start, for which the processors are all there is.
    private static readonly SemaphoreSlim Gate = new(3);

    // Refused before Ansible starts: Ansible would say that all is well, or only that a file is missing.
    private static readonly string[] Refused = ["missing-inventory", "playbook-missing"];

    // An option that nobody knows is left to an Ansible of its own.
    private const string NotWarm = "unknown-option";

    // Those that only their time limit ends come first, so that none of them is waited for alone at the end.
    private static IEnumerable<RecordedCase> Cases => RecordedCase.Names.Except(Refused).Select(RecordedCase.Load).OrderBy(one => !one.Arguments.TryGetProperty("timeout_seconds", out _));

    [Fact(Timeout = Limit)]
    public async Task Every_case_gives_the_exact_figures_when_real_Ansible_runs_it()
    {
        List<string> faults = [.. (await Task.WhenAll(Cases.SelectMany(one => Enum.GetValues<AnsibleBackend>().Select(backend => CheckAsync(one, backend))))).OfType<string>()];

        faults.ShouldBeEmpty();
    }

    private static async Task<string?> CheckAsync(RecordedCase recorded, AnsibleBackend backend)
    {
        using TemporaryRepository repository = TemporaryRepository.CopyOf(recorded.Folder);
        CollectingLogger<AnsibleExecutor> log = new();
        repository.Options.Logger = log;
        string mark = "case-" + Guid.NewGuid().ToString("N");
        repository.Options.Environment["ANSIBLE_PLAYBOOKS_TEST_MARK"] = mark;
        IReadOnlyList<string> before = repository.Files();
        await Gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            ExecutionSummary summary = await RunAsync(repository, backend, Request(recorded.Arguments), mark);

            summary.Status.ToString().ToLowerInvariant().ShouldBe(recorded.Expected.GetProperty("status").GetString(), string.Join('\n', summary.KeyErrors));
            JsonElement code = recorded.Expected.GetProperty("exit_code");
            summary.ExitCode.ShouldBe(code.ValueKind == JsonValueKind.Number ? code.GetInt32() : null);
            summary.ShouldMatch(recorded.Expected);
            summary.ShouldSay(recorded.Expected);
            (recorded.Name == NotWarm || !log.Entries.Any(entry => entry.Message.Contains("one of its own", StringComparison.Ordinal))).ShouldBeTrue("the warm backend has left it to another one");
            repository.Files().Except(before).Where(file => !WrittenByPlaybook(file)).ShouldBeEmpty();
            return null;
        }
        catch (Exception exception) when (exception is ShouldAssertException or AnsibleException)
        {
            return $"{recorded.Name}, {backend}: {exception.Message}";
        }
        finally
        {
            Gate.Release();
        }
    }

    // Two cases are told to keep Ansible's async files, one to count its attempts, in the repository itself.
    private static bool WrittenByPlaybook(string file) => file.StartsWith(".async/", StringComparison.Ordinal) || file == "count";

    /// <summary>Runs a case. Its own time limit is over when its last task sleeps: a cold Ansible starts as slowly as it likes.</summary>
    private static async Task<ExecutionSummary> RunAsync(TemporaryRepository repository, AnsibleBackend backend, AnsibleRequest request, string mark)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        bool isLimited = request.Timeout != AnsibleRequest.DefaultTimeout;
        TestClock time = new();
        repository.Options.TimeProvider = isLimited ? time : TimeProvider.System;
        try
        {
            await using AnsibleExecutor executor = repository.Executor(backend);
            Task<ExecutionSummary> run = executor.ExecuteAsync(request, token);
            if (isLimited)
            {
                await Eventually.IsAsync(() => run.IsCompleted || Sleeps(mark), "the task sleeps", token);
                time.Advance(request.Timeout);
            }

            return await run;
        }
        catch (AnsibleTimeoutException exception)
        {
            return exception.Summary;
        }
    }

    private static bool Sleeps(string mark)
        => Machine.Processes(mark, "environ").Any(process => process.Contains("sleep 600", StringComparison.Ordinal));

    private static AnsibleRequest Request(JsonElement arguments)
    {
        string? Text(string name) => arguments.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        string[] List(string name) => arguments.TryGetProperty(name, out JsonElement value) ? [.. value.EnumerateArray().Select(item => item.GetString()!)] : [];
        bool Flag(string name) => arguments.TryGetProperty(name, out JsonElement value) && value.GetBoolean();

        return new AnsibleRequest
        {
            Playbook = Text("playbook")!,
            Inventory = Text("inventory"),
            Limit = Text("limit"),
            Tags = List("tags"),
            SkipTags = List("skip_tags"),
            Check = Flag("check"),
            Diff = Flag("diff"),
            StartAtTask = Text("start_at_task"),
            VaultPasswordFile = Text("vault_password_file"),
            ExtraArguments = List("extra_args"),
            ExtraVars = arguments.TryGetProperty("extra_vars", out JsonElement vars) ? (IReadOnlyDictionary<string, object?>)Value(vars)! : new Dictionary<string, object?>(),
            Timeout = arguments.TryGetProperty("timeout_seconds", out JsonElement seconds) ? TimeSpan.FromSeconds(seconds.GetDouble()) : AnsibleRequest.DefaultTimeout,
        };
    }

    private static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().ToDictionary(property => property.Name, property => Value(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().Select(Value).ToList(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number when element.TryGetInt64(out long integer) => integer,
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
