namespace Playbooks;

/// <summary>The place where a library keeps its playbooks and their verification records.</summary>
internal interface ILibraryStore : IPlaybookSource
{
    /// <summary>The paths of all files that may be playbooks, in order.</summary>
    IEnumerable<PlaybookPath> EnumeratePaths();

    /// <summary>Changes the verification records; changes at the same time are made one after the other.</summary>
    Task UpdateLockAsync(Func<VerificationLock, VerificationLock> change, CancellationToken cancellationToken);
}
