using System.Text.Json;
using Playbooks.Ansible;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Acceptance.Tests.Ansible;

public sealed class RunnerRecordedCaseRunSpecs(RecordedCases cases) : RecordedCaseRunSpecs(AnsibleBackend.Runner, cases);

public sealed class DirectRecordedCaseRunSpecs(RecordedCases cases) : RecordedCaseRunSpecs(AnsibleBackend.Direct, cases);

public sealed class WarmRecordedCaseRunSpecs(RecordedCases cases) : RecordedCaseRunSpecs(AnsibleBackend.Warm, cases);

/// <summary>Every recorded case, run by real Ansible in every way, gives the same exact figures again.</summary>
public abstract class RecordedCaseRunSpecs(AnsibleBackend backend, RecordedCases cases) : IClassFixture<RecordedCases>
{
    // Refused before Ansible starts: Ansible would say that all is well, or only that a file is missing.
    private static readonly string[] Refused = ["missing-inventory", "playbook-missing"];

    // An option that nobody knows is left to an Ansible of its own.
    private const string NotWarm = "unknown-option";

    public static TheoryData<string> Names => [.. RecordedCase.Names.Except(Refused)];

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Names), MemberType = typeof(RecordedCaseRunSpecs))]
    public async Task A_case_gives_the_exact_figures_when_real_Ansible_runs_it(string name)
    {
        RecordedCase recorded = RecordedCase.Load(name);
        IReadOnlyList<string> before = cases.Repository.Files();
        int said = cases.Log.Entries.Count;

        ExecutionSummary summary = await RunAsync(Request(recorded));

        string status = summary.Status.ToString().ToLowerInvariant();
        status.ShouldBe(recorded.Expected.GetProperty("status").GetString(), string.Join('\n', summary.KeyErrors));
        JsonElement code = recorded.Expected.GetProperty("exit_code");
        summary.ExitCode.ShouldBe(code.ValueKind == JsonValueKind.Number ? code.GetInt32() : null);
        summary.ShouldMatch(recorded.Expected);
        summary.ShouldSay(recorded.Expected);
        bool isLeft = cases.Log.Entries.Skip(said).Any(entry => entry.Message.Contains("one of its own", StringComparison.Ordinal));
        isLeft.ShouldBe(backend == AnsibleBackend.Warm && name == NotWarm, "the warm backend has left it to another one");
        cases.Repository.Files().Except(before).Where(file => !WrittenByPlaybook(file)).ShouldBeEmpty();
    }

    // Two cases are told to keep Ansible's async files, one to count its attempts, beside their playbooks.
    private static bool WrittenByPlaybook(string file)
        => file.Contains("/.async/", StringComparison.Ordinal) || file.EndsWith("/count", StringComparison.Ordinal);

    /// <summary>Runs a case. Its own time limit is over when its last task sleeps: a cold Ansible starts as slowly as it likes.</summary>
    private async Task<ExecutionSummary> RunAsync(AnsibleRequest request)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        if (request.Timeout == AnsibleRequest.DefaultTimeout)
        {
            return await cases.Executor(backend).ExecuteAsync(request, token);
        }

        string mark = "case-" + Guid.NewGuid().ToString("N");
        TestClock time = new();
        await using AnsibleExecutor executor = cases.NewExecutor(backend, time);
        Task<ExecutionSummary> run = executor.ExecuteAsync(
            request with { Environment = new Dictionary<string, object> { ["CASE"] = mark } }, token);
        await Eventually.IsAsync(() => run.IsCompleted || Sleeps(mark), "the task sleeps", token);
        time.Advance(request.Timeout);
        return (await Assert.ThrowsAsync<AnsibleTimeoutException>(() => run)).Summary;
    }

    private static bool Sleeps(string mark)
        => Machine.Processes(mark, "environ").Any(process => process.Contains("sleep 600", StringComparison.Ordinal));

    private static AnsibleRequest Request(RecordedCase recorded)
    {
        JsonElement arguments = recorded.Arguments;
        string? Text(string name) => arguments.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        string? File(string name) => Text(name) is { } file ? $"{recorded.Name}/{file}" : null;
        string[] List(string name) => arguments.TryGetProperty(name, out JsonElement value) ? [.. value.EnumerateArray().Select(item => item.GetString()!)] : [];
        bool Flag(string name) => arguments.TryGetProperty(name, out JsonElement value) && value.GetBoolean();

        return new AnsibleRequest
        {
            Playbook = File("playbook")!,
            Inventory = File("inventory"),
            Limit = Text("limit"),
            Tags = List("tags"),
            SkipTags = List("skip_tags"),
            Check = Flag("check"),
            Diff = Flag("diff"),
            StartAtTask = Text("start_at_task"),
            VaultPasswordFile = File("vault_password_file"),
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
