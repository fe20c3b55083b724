namespace Playbooks;

/// <summary>Provides planning with playbooks and their verification records.</summary>
internal interface IPlaybookSource
{
    /// <summary>Reads a file once. Its faults are in its diagnostics.</summary>
    Task<LibraryFile> LoadAsync(PlaybookPath path, CancellationToken cancellationToken);

    Task<VerificationLock> ReadLockAsync(CancellationToken cancellationToken);
}
