using Playbooks.Ansible;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>One repository with all recorded cases, each in a folder, so that they share what an executor keeps for later runs.</summary>
public sealed class RecordedCases : IAsyncDisposable
{
    private AnsibleExecutor? _executor;

    internal TemporaryRepository Repository { get; } = TemporaryRepository.CopyOf(RecordedCase.Root);

    internal CollectingLogger<AnsibleExecutor> Log { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await (_executor?.DisposeAsync() ?? ValueTask.CompletedTask);
        Repository.Dispose();
    }

    internal AnsibleExecutor Executor(AnsibleBackend backend) => _executor ??= NewExecutor(backend, TimeProvider.System);

    internal AnsibleExecutor NewExecutor(AnsibleBackend backend, TimeProvider time)
        => new(Repository.Folder, new AnsibleExecutorOptions
        {
            Backend = backend,
            ArtifactDirectory = Repository.ArtifactFolder,
            Logger = Log,
            TimeProvider = time,
        });
}
