namespace Playbooks;

/// <summary>Records and withdraws approvals.</summary>
internal static class Verifier
{
    public static async Task<VerificationRecord> VerifyAsync(
        PlaybookLibrary library,
        PlaybookPlan plan,
        Verification verification,
        CancellationToken cancellationToken)
    {
        VerificationRecord? made = null;
        await library.Store.UpdateLockAsync(
            content =>
            {
                made = Make(plan, content, verification, library.TimeProvider.GetUtcNow());
                return With(content, plan.Root.Path, made);
            },
            cancellationToken).ConfigureAwait(false);
        return made!;
    }

    public static async Task<bool> UnverifyAsync(
        PlaybookLibrary library, PlaybookPath path, CancellationToken cancellationToken)
    {
        bool found = false;
        await library.Store.UpdateLockAsync(
            content =>
            {
                found = content.Find(path) is not null;
                return With(content, path.Value, record: null);
            },
            cancellationToken).ConfigureAwait(false);
        return found;
    }

    private static VerificationRecord Make(
        PlaybookPlan plan, VerificationLock content, Verification verification, DateTimeOffset now)
    {
        SortedDictionary<string, VerifiedChild> children = new(StringComparer.Ordinal);
        foreach (PlannedPlaybook child in plan.Playbooks.Skip(1))
        {
            children[child.Path] = new VerifiedChild(child.Sha256, child.Revision);
        }

        VerificationRecord? before = content.Playbooks.GetValueOrDefault(plan.Root.Path);
        bool unchanged = before is not null && before.Sha256 == plan.Root.Sha256
            && before.Children.Count == children.Count
            && before.Children.All(child => children.GetValueOrDefault(child.Key) == child.Value);
        return new VerificationRecord
        {
            Sha256 = plan.Root.Sha256,
            Revision = (before?.Revision ?? 0) + (unchanged ? 0 : 1),
            Version = plan.Root.Playbook.Version,
            VerifiedAt = now.ToUniversalTime(),
            VerifiedBy = verification.By,
            Note = verification.Note,
            Run = verification.Run,
            Children = children,
        };
    }

    private static VerificationLock With(VerificationLock content, string path, VerificationRecord? record)
    {
        SortedDictionary<string, VerificationRecord> playbooks = new(
            content.Playbooks.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
        playbooks.Remove(path);
        if (record is not null)
        {
            playbooks.Add(path, record);
        }

        return content with { Playbooks = playbooks };
    }
}
