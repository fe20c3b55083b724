using Playbooks.Ansible;
using Playbooks.Processes;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>A vault's password as a secret: it opens the vault, and is nowhere to be found.</summary>
public sealed class VaultSpecs
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task A_vault_opens_with_a_password_that_is_in_no_process_list_and_no_file(AnsibleBackend backend)
    {
        DateTimeOffset since = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        Secret password = new("canary-" + Guid.NewGuid().ToString("N"));
        using TemporaryRepository repository = await WithVaultAsync(password);

        Task<ExecutionSummary> run = repository.Executor(backend).ExecuteAsync(new AnsibleRequest { Playbook = "site.yml", VaultPassword = password }, Token);
        List<string> seen = [];
        while (!run.IsCompleted)
        {
            seen.AddRange(Machine.Processes(password.Reveal()));
            seen.AddRange(Machine.Processes(password.Reveal(), "environ"));
            await Task.WhenAny(run, Task.Delay(50, Token));
        }

        ExecutionSummary summary = await run;
        seen.ShouldBeEmpty();
        summary.KeyErrors.ShouldBe(["Tell: it holds 42 (h1, h2)"]);
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Machine.FilesHolding(password.Reveal(), since, Path.GetTempPath(), Path.Combine(home, ".ansible"), Path.Combine(home, ".local", "state")).ShouldBeEmpty();
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task A_wrong_password_is_a_failed_run_that_says_so(AnsibleBackend backend)
    {
        using TemporaryRepository repository = await WithVaultAsync(new Secret("right-password"));

        ExecutionSummary summary = await repository.Executor(backend).ExecuteAsync(new AnsibleRequest { Playbook = "site.yml", VaultPassword = new Secret("wrong-password") }, Token);

        summary.Status.ShouldBe(AnsibleRunStatus.Failed);
        summary.KeyErrors.ShouldContain(error => error.Contains("decrypt", StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<TemporaryRepository> WithVaultAsync(Secret password)
    {
        TemporaryRepository repository = TemporaryRepository.WithPlaybook("- { name: Load, include_vars: vault.yml }\n- { name: Tell, fail: { msg: 'it holds {{ answer }}' } }");
        repository.Write("vault.yml", "answer: 42\n");
        string file = Path.Combine(repository.ArtifactFolder, "password");
        await File.WriteAllTextAsync(file, password.Reveal(), Token);
        ProcessResult made = await ChildProcess.RunAsync(new ProcessRequest
        {
            FileName = "ansible-vault",
            Arguments = ["encrypt", "--vault-password-file", file, Path.Combine(repository.Folder, "vault.yml")],
            Environment = new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH")!, ["LANG"] = "C.UTF-8", ["HOME"] = repository.ArtifactFolder },
        }, cancellationToken: Token);
        File.Delete(file);
        made.ExitCode.ShouldBe(0);
        return repository;
    }
}
