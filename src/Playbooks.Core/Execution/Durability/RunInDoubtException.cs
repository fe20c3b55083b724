namespace Playbooks;

/// <summary>
/// A run was interrupted within steps that must not be repeated. A person has to check the world and decide about these
/// steps.
/// </summary>
public sealed class RunInDoubtException : ResumeException
{
    /// <summary>Makes the exception with the steps in doubt.</summary>
    public RunInDoubtException(string executionId, IReadOnlyList<string> addresses)
        : base(
            executionId,
            $"Run '{executionId}' is in doubt: it was interrupted within "
            + string.Join(", ", (addresses ?? []).Select(address => $"'{address}'"))
            + ", and it is not known if that was done. "
            + "Check each step, then decide: done, failed, or to be run again.")
        => Addresses = addresses ?? [];

    /// <summary>The addresses of the steps.</summary>
    public IReadOnlyList<string> Addresses { get; }
}
