using Playbooks.Storage;

namespace Playbooks;

/// <summary>
/// The playbooks of an earlier run, as its journal holds them. A resumed run goes on with the content that was verified
/// when it began.
/// </summary>
internal sealed class StoredPlaybookSource(IReadOnlyList<StoredPlaybook> playbooks) : IPlaybookSource
{
    public Task<LibraryFile> LoadAsync(PlaybookPath path, CancellationToken cancellationToken)
    {
        StoredPlaybook? stored = playbooks.FirstOrDefault(playbook => playbook.Path == path.Value);
        return Task.FromResult(stored is not null ? LibraryFile.Of(path, stored.Content) : LibraryFile.Unreadable(
            path,
            DiagnosticDescriptors.NotFound.At(
                new(path.Value, 0, 0), $"Playbook '{path}' is not among those of the run")));
    }

    public Task<VerificationLock> ReadLockAsync(CancellationToken cancellationToken)
    {
        SortedDictionary<string, VerificationRecord> records = new(StringComparer.Ordinal);
        foreach (StoredPlaybook playbook in playbooks)
        {
            VerificationRecord record = new() { Sha256 = playbook.Sha256, Revision = 1, VerifiedAt = default };
            records[playbook.Path] = record;
        }

        return Task.FromResult(new VerificationLock { Playbooks = records });
    }
}
