namespace Playbooks.Agent.Mapping;

/// <summary>The candidates of one matcher after all gates.</summary>
/// <param name="Matcher">The matcher's name.</param>
/// <param name="Method">The matcher's method.</param>
/// <param name="Candidates">The candidates, the best first.</param>
/// <param name="Winner">The candidate that passed all gates; null when none did.</param>
/// <param name="Outcome">The result in a few words.</param>
/// <param name="IsFinal">True when no later matcher may give another result.</param>
internal sealed record MatcherResult(string Matcher, IntentMethod Method, IReadOnlyList<GatedCandidate> Candidates, GatedCandidate? Winner, string Outcome, bool IsFinal);

/// <summary>A candidate and the gate that stopped it.</summary>
internal sealed record GatedCandidate(PlaybookProfile Profile, double Score, IntentGate? StoppedBy = null, string Reason = "")
{
    /// <summary>The candidate's rank: stopped candidates come after those that passed.</summary>
    public double Rank => StoppedBy is null or IntentGate.Margin or IntentGate.Variables or IntentGate.Threshold ? Score + 1 : Score;
}
