namespace Playbooks.Agent.Mapping;

/// <summary>What came of one matcher.</summary>
/// <param name="Matcher">Its name.</param>
/// <param name="Outcome">What came of it, in a few words.</param>
/// <param name="Candidates">The best of what it proposed, at most five.</param>
internal sealed record MatcherExplanation(string Matcher, string Outcome, IReadOnlyList<CandidateExplanation> Candidates);
