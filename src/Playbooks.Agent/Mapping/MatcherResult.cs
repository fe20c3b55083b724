namespace Playbooks.Agent.Mapping;

/// <summary>What the gates made of one matcher's candidates.</summary>
/// <param name="Matcher">The matcher's name.</param>
/// <param name="Method">How it finds.</param>
/// <param name="Candidates">The candidates, the best first.</param>
/// <param name="Winner">The one that passed all gates; null when none did.</param>
/// <param name="Outcome">What came of it, in a few words.</param>
/// <param name="IsFinal">Whether no later matcher may say otherwise.</param>
internal sealed record MatcherResult(string Matcher, IntentMethod Method, IReadOnlyList<GatedCandidate> Candidates, GatedCandidate? Winner, string Outcome, bool IsFinal);

/// <summary>A candidate and the gate that stopped it.</summary>
internal sealed record GatedCandidate(PlaybookProfile Profile, double Score, IntentGate? StoppedBy = null, string Reason = "")
{
    /// <summary>Candidates that a gate stopped stand behind those that passed.</summary>
    public double Rank => StoppedBy is null or IntentGate.Margin or IntentGate.Variables or IntentGate.Threshold ? Score + 1 : Score;
}
