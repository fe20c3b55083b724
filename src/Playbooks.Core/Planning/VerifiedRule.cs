using Playbooks.Reading;

namespace Playbooks;

/// <summary>Only what was verified, exactly as it was verified, can be a step.</summary>
internal static class VerifiedRule
{
    public static void Check(NestGraph graph, VerificationLock records, bool strict, DiagnosticBag diagnostics)
    {
        foreach (NestCall call in graph.Calls)
        {
            // A file that could not be read, or does not exist, has an error of its own.
            if (call.Callee.File.Sha256.Length > 0)
            {
                Check(call, records, graph, strict, diagnostics);
            }
        }
    }

    /// <summary>How a file stands to its record.</summary>
    public static VerificationState StateOf(LibraryFile file, VerificationLock records)
        => records.Find(file.Path) is not VerificationRecord record ? VerificationState.Unverified
            : record.Sha256 != file.Sha256 ? VerificationState.Stale
            : Drifted(record, records).Count > 0 ? VerificationState.Drifted
            : VerificationState.Verified;

    /// <summary>The paths of what was verified anew since the record was made.</summary>
    private static List<string> Drifted(VerificationRecord record, VerificationLock records)
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

    private static void Check(NestCall call, VerificationLock records, NestGraph graph, bool strict, DiagnosticBag diagnostics)
    {
        PlaybookPath path = call.Callee.Path;
        VerificationRecord? record = records.Find(path);
        switch (StateOf(call.Callee.File, records))
        {
            case VerificationState.Unverified:
                diagnostics.Add(DiagnosticDescriptors.NotVerified, call.Location, $"Playbook '{path}' must be verified before it can be used as a step", VerifyHint(path));
                break;
            case VerificationState.Stale:
                diagnostics.Add(
                    DiagnosticDescriptors.Stale,
                    call.Location,
                    $"Playbook '{path}' must be verified again before it can be used as a step: it was changed since revision {record!.Revision} was verified (sha256 {Short(record.Sha256)} then, {Short(call.Callee.File.Sha256)} now)",
                    VerifyHint(path));
                break;
            case VerificationState.Drifted:
                foreach (string child in Drifted(record!, records))
                {
                    Diagnostic found = DiagnosticDescriptors.Drifted.At(
                        call.Location,
                        $"Playbook '{path}' was verified with revision {record!.Children[child].Revision} of '{child}', which is now at revision {records.Playbooks[child].Revision}",
                        VerifyHint(path));
                    diagnostics.Add(strict ? found with { Severity = DiagnosticSeverity.Error } : found);
                }

                break;
        }
    }

    private static string VerifyHint(PlaybookPath path) => $"Try it, then: playbooks verify {path}";

    private static string Short(string sha256) => sha256[..12];
}
