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
        // Each record names every playbook of the run: a superset of those below it.
        Dictionary<string, VerifiedChild> children = playbooks
            .ToDictionary(playbook => playbook.Path, playbook => new VerifiedChild(playbook.Sha256, 1), StringComparer.Ordinal);
        SortedDictionary<string, VerificationRecord> records = new(StringComparer.Ordinal);
        foreach (StoredPlaybook playbook in playbooks)
        {
            records[playbook.Path] = new VerificationRecord
            {
                Sha256 = playbook.Sha256,
                Revision = 1,
                VerifiedAt = default,
                Children = children,
            };
        }

        return Task.FromResult(new VerificationLock { Playbooks = records });
    }
}
