using Playbooks.Ansible;
using Playbooks.Testing;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>Secrets of every kind that a request has, planted and searched for: on command lines while the run is under way, in files and the summary afterwards.</summary>
public sealed class CanarySpecs
{
    private const int Limit = 180_000;

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
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook(Tasks, "h1 ansible_connection=local ansible_python_interpreter=/usr/bin/python3\n");
        Secret[] secrets = [.. Enumerable.Range(0, 4).Select(_ => new Secret("canary-" + Guid.NewGuid().ToString("N")))];
        string ready = Path.Combine(repository.ArtifactFolder, "ready");
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using AnsibleExecutor executor = repository.Executor(backend);

        Task<ExecutionSummary> run = executor.ExecuteAsync(Request(repository, secrets, ready, isStopped), cancel.Token);
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
            Machine.FilesHolding(secret.Reveal(), since, repository.ArtifactFolder, Path.GetTempPath(), Path.Combine(Home, ".ansible"), Path.Combine(Home, ".local", "state")).ShouldBeEmpty();
        }
    }

    private static AnsibleRequest Request(TemporaryRepository repository, Secret[] secrets, string ready, bool isStopped) => new()
    {
        Playbook = "site.yml",
        VaultPassword = secrets[0],
        ExtraVars = new Dictionary<string, object?> { ["given"] = secrets[1], ["ready"] = ready, ["seconds"] = isStopped ? 61236 : 0 },

        // A way to become somebody that asks for the password, and remains who it is. For the same user Ansible would not take it.
        Become = new AnsibleBecome { User = "nobody", Method = "sudo", Password = secrets[2] },
        Environment = new Dictionary<string, object>
        {
            ["CANARY"] = secrets[3],
            ["ANSIBLE_PIPELINING"] = "True",
            ["ANSIBLE_BECOME_EXE"] = repository.WriteProgram("bin/pretend", """
                #!/bin/sh
                while [ $# -gt 0 ]; do
                  case "$1" in
                    -u) shift 2 ;;
                    -p) printf %s "$2" >&2; read -r PRETENDED_PASSWORD; export PRETENDED_PASSWORD; shift 2 ;;
                    -*) shift ;;
                    *) exec "$@" ;;
                  esac
                done
                """),
        },
    };
}
