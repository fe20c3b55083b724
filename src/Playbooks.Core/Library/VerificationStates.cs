namespace Playbooks;

/// <summary>Compares files with the records of their verification.</summary>
internal static class VerificationStates
{
    /// <summary>Gets the state of a file by its record.</summary>
    public static VerificationState Of(LibraryFile file, VerificationLock records)
        => records.Find(file.Path) is not VerificationRecord record ? VerificationState.Unverified
            : record.Sha256 != file.Sha256 ? VerificationState.Stale
            : Drifted(record, records).Length > 0 ? VerificationState.Drifted
            : VerificationState.Verified;

    /// <summary>Gets the paths of the children that were verified again since the record was made.</summary>
    public static string[] Drifted(VerificationRecord record, VerificationLock records)
        => [.. record.Children
            .Where(child => IsVerifiedAgain(child.Value, records.Playbooks.GetValueOrDefault(child.Key)))
            .Select(child => child.Key)];

    private static bool IsVerifiedAgain(VerifiedChild then, VerificationRecord? now)
        => now is not null && (now.Sha256 != then.Sha256 || now.Revision != then.Revision);
}
