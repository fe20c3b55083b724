using Playbooks.Reading;

namespace Playbooks;

/// <summary>Checks that a playbook that runs as a step was verified, exactly with its present content.</summary>
internal static class VerifiedRule
{
    public static void Check(NestGraph graph, VerificationLock records, bool strict, DiagnosticBag diagnostics)
    {
        foreach (NestCall call in graph.Calls)
        {
            // A file that cannot be read has an error of its own.
            if (call.Callee.File.Sha256.Length > 0)
            {
                Check(call, records, graph, strict, diagnostics);
            }
        }
    }

    private static void Check(
        NestCall call, VerificationLock records, NestGraph graph, bool strict, DiagnosticBag diagnostics)
    {
        PlaybookPath path = call.Callee.Path;
        VerificationRecord? record = records.Find(path);
        switch (VerificationStates.Of(call.Callee.File, records))
        {
            case VerificationState.Unverified:
                diagnostics.Add(
                    DiagnosticDescriptors.NotVerified,
                    call.Location,
                    $"Playbook '{path}' must be verified before it can be used as a step",
                    VerifyHint(path));
                break;
            case VerificationState.Stale:
                diagnostics.Add(
                    DiagnosticDescriptors.Stale,
                    call.Location,
                    $"Playbook '{path}' must be verified again before it can be used as a step: "
                    + $"it was changed since revision {record!.Revision} was verified "
                    + $"(sha256 {Short(record.Sha256)} then, {Short(call.Callee.File.Sha256)} now)",
                    VerifyHint(path));
                break;
            case VerificationState.Drifted:
                foreach (string child in VerificationStates.Drifted(record!, records))
                {
                    Diagnostic found = DiagnosticDescriptors.Drifted.At(
                        call.Location,
                        $"Playbook '{path}' was verified with revision {record!.Children[child].Revision} "
                        + $"of '{child}', which is now at revision {records.Playbooks[child].Revision}",
                        VerifyHint(path));
                    diagnostics.Add(strict ? found with { Severity = DiagnosticSeverity.Error } : found);
                }

                break;
        }

        if (record is not null
            && record.Sha256 == call.Callee.File.Sha256
            && Uncovered(call.Callee, record) is { } uncovered)
        {
            diagnostics.Add(
                DiagnosticDescriptors.Stale,
                call.Location,
                $"Playbook '{path}' must be verified again before it can be used as a step: "
                + $"its record does not name '{uncovered}', which it calls, "
                + "so a change of that would not be seen; the lock file was edited, or merged badly",
                VerifyHint(path));
        }
    }

    /// <summary>A playbook that is called by another one and missing in its record; null when there is none.</summary>
    /// <remarks>The bytes are those that were verified, and they name each playbook that is called. The playbooks below those
    /// are in the records of their own callers.</remarks>
    private static PlaybookPath? Uncovered(NestNode node, VerificationRecord record)
        => node.Calls.Select(call => call.Callee.Path).FirstOrDefault(path => !record.Children.ContainsKey(path.Value));

    private static string VerifyHint(PlaybookPath path) => $"Try it, then: playbooks verify {path}";

    private static string Short(string sha256) => sha256[..12];
}
