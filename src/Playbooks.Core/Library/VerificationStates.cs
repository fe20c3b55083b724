namespace Playbooks;

/// <summary>Compares files with the records of their verification.</summary>
internal static class VerificationStates
{
    /// <summary>The state of a file, by its record.</summary>
    public static VerificationState Of(LibraryFile file, VerificationLock records)
        => records.Find(file.Path) is not VerificationRecord record ? VerificationState.Unverified
            : record.Sha256 != file.Sha256 ? VerificationState.Stale
            : Drifted(record, records).Count > 0 ? VerificationState.Drifted
            : VerificationState.Verified;

    /// <summary>The paths of what was verified anew since the record was made.</summary>
    public static List<string> Drifted(VerificationRecord record, VerificationLock records)
    {
        // No query: over pairs, each of its methods would be compiled anew in every process.
        List<string> drifted = [];
        foreach ((string path, VerifiedChild then) in record.Children)
        {
            if (records.Playbooks.TryGetValue(path, out VerificationRecord? now) && (now.Sha256 != then.Sha256 || now.Revision != then.Revision))
            {
                drifted.Add(path);
            }
        }

        return drifted;
    }
}
