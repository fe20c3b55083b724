namespace Playbooks;

/// <summary>A run was interrupted within steps that may not be repeated. Somebody has to look at the world and say what became of them.</summary>
public sealed class RunInDoubtException : ResumeException
{
    /// <summary>With the steps in question.</summary>
    public RunInDoubtException(string executionId, IReadOnlyList<string> addresses)
        : base(executionId, $"Run '{executionId}' is in doubt: it was interrupted within {string.Join(", ", (addresses ?? []).Select(address => $"'{address}'"))}, and whether that was done is not known. Look, then say of each: done, failed, or to be run again.")
        => Addresses = addresses ?? [];

    /// <summary>The addresses of the steps.</summary>
    public IReadOnlyList<string> Addresses { get; }
}
