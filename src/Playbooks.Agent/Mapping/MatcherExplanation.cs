namespace Playbooks.Agent.Mapping;

/// <summary>The result of one matcher.</summary>
/// <param name="Matcher">The matcher's name.</param>
/// <param name="Outcome">The result in a few words.</param>
/// <param name="Candidates">The best of its candidates, at most five.</param>
internal sealed record MatcherExplanation(string Matcher, string Outcome, IReadOnlyList<CandidateExplanation> Candidates);
