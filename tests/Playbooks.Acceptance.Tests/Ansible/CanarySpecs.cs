using System.Diagnostics;
using Playbooks.Ansible;
using Playbooks.CrashHost;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>Secrets of every kind that a request has, planted and searched for: on command lines while the run is under way, in files and the summary afterwards.</summary>
public sealed class CanarySpecs
{
    // All secrets are put to use by then; one is printed, one is quoted by a failure.
    private const string Tasks = """
        - name: Use them
          command: printenv PRETENDED_PASSWORD
          register: become
        - name: Print
          debug: { msg: "{{ given }} {{ lookup('env', 'CANARY') }} {{ become.stdout | b64encode }}" }
        - name: Say that it is there
          copy: { dest: "{{ ready }}", content: ready }
        - name: Wait
          command: sleep {{ seconds }}
        - name: Quote
          fail: { msg: "it was {{ given }}, with {{ lookup('env', 'CANARY') }} and {{ become.stdout }}" }
        """;

    private const string Inventory = "h1 ansible_connection=local ansible_python_interpreter=/usr/bin/python3\n";

    private static readonly string Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<AnsibleBackend, bool> Ways
    {
        get
        {
            TheoryData<AnsibleBackend, bool> ways = [];
            foreach (AnsibleBackend backend in Enum.GetValues<AnsibleBackend>())
            {
                ways.Add(backend, false);
                ways.Add(backend, true);
            }

            return ways;
        }
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Ways))]
    public async Task No_secret_of_a_request_is_on_a_command_line_in_a_file_or_in_the_summary(AnsibleBackend backend, bool isStopped)
    {
        DateTimeOffset since = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook(Tasks, Inventory);
        Secret[] secrets = [.. Enumerable.Range(0, CanaryRequest.Secrets).Select(_ => new Secret("canary-" + Guid.NewGuid().ToString("N")))];
        string ready = Path.Combine(repository.ArtifactFolder, "ready");
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using AnsibleExecutor executor = repository.Executor(backend);

        Task<ExecutionSummary> run = executor.ExecuteAsync(CanaryRequest.Make(secrets, Pretend(repository), ready, isStopped ? 61236 : 0), cancel.Token);
        List<string> seen = [];
        while (!run.IsCompleted)
        {
            seen.AddRange(secrets.SelectMany(secret => Machine.Processes(secret.Reveal())));
            if (isStopped && File.Exists(ready))
            {
                await cancel.CancelAsync();
            }

            await Task.WhenAny(run, Task.Delay(50, Token));
        }

        ExecutionSummary summary = isStopped ? (await Assert.ThrowsAsync<AnsibleCanceledException>(() => run)).Summary : await run;
        seen.ShouldBeEmpty();
        File.Exists(ready).ShouldBeTrue(summary.ToText());
        if (!isStopped)
        {
            summary.KeyErrors.ShouldBe(["Quote: it was ***, with *** and ***"]);
        }

        foreach (Secret secret in secrets)
        {
            summary.ToJson().ShouldNotContain(secret.Reveal());
            summary.ToText().ShouldNotContain(secret.Reveal());
            Machine.FilesHolding(secret.Reveal(), since, SearchedFolders(repository)).ShouldBeEmpty();
        }
    }

    [Theory(Timeout = Limit)]
    [InlineData(AnsibleBackend.Runner)]
    [InlineData(AnsibleBackend.Direct)]
    [InlineData(AnsibleBackend.Warm)]
    public async Task No_secret_outlives_the_kill_of_the_process_that_ran_it(AnsibleBackend backend)
    {
        DateTimeOffset since = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook(Tasks, Inventory);
        string[] secrets = [.. Enumerable.Range(0, CanaryRequest.Secrets).Select(_ => "canary-" + Guid.NewGuid().ToString("N"))];
        string ready = Path.Combine(repository.ArtifactFolder, "ready");
        string[] arguments = ["canary", repository.Folder, backend.ToString(), Pretend(repository), ready, "61237"];
        using Process host = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Playbooks.CrashHost"), arguments) { RedirectStandardInput = true })!;
        await host.StandardInput.WriteAsync(string.Concat(secrets.Select(secret => secret + "\n")));
        host.StandardInput.Close();
        List<string> seen = [];
        await Eventually.IsAsync(
            () =>
            {
                seen.AddRange(secrets.SelectMany(secret => Machine.Processes(secret)));
                return File.Exists(ready) || host.HasExited;
            },
            "the playbook has used them",
            Token);

        host.HasExited.ShouldBeFalse();
        host.Kill();
        await host.WaitForExitAsync(Token);

        // Our own process has ended, and nobody says when the supervisor has done its work.
        foreach (string secret in secrets)
        {
            await Eventually.IsEmptyAsync(() => Machine.Processes(secret, "environ"), "processes have it", Token);
            await Eventually.IsEmptyAsync(() => Machine.FilesHolding(secret, since, SearchedFolders(repository)), "files hold it", Token);
        }

        seen.ShouldBeEmpty();
    }

    private static string[] SearchedFolders(TemporaryRepository repository)
        => [repository.ArtifactFolder, Path.GetTempPath(), Path.Combine(Home, ".ansible"), Path.Combine(Home, ".local", "state")];

    private static string Pretend(TemporaryRepository repository) => repository.WriteProgram("bin/pretend", """
        #!/bin/sh
        while [ $# -gt 0 ]; do
          case "$1" in
            -u) shift 2 ;;
            -p) printf %s "$2" >&2; read -r PRETENDED_PASSWORD; export PRETENDED_PASSWORD; shift 2 ;;
            -*) shift ;;
            *) exec "$@" ;;
          esac
        done
        """);
}
