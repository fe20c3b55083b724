namespace Playbooks;

/// <summary>Where planning takes playbooks and their verification records from.</summary>
internal interface IPlaybookSource
{
    /// <summary>Reads a file once. What is wrong with it is in its diagnostics.</summary>
    Task<LibraryFile> LoadAsync(PlaybookPath path, CancellationToken cancellationToken);

    Task<VerificationLock> ReadLockAsync(CancellationToken cancellationToken);
}
