namespace Playbooks;

/// <summary>Stores the playbooks of a library and their verification records.</summary>
internal interface ILibraryStore : IPlaybookSource
{
    /// <summary>Gets the paths of all files that may be playbooks, in order.</summary>
    IEnumerable<PlaybookPath> EnumeratePaths();

    /// <summary>Changes the verification records. Concurrent changes are made one after the other.</summary>
    Task UpdateLockAsync(Func<VerificationLock, VerificationLock> change, CancellationToken cancellationToken);
}
