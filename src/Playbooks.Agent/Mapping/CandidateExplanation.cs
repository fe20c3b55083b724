namespace Playbooks.Agent.Mapping;

/// <summary>The result for one candidate.</summary>
/// <param name="Playbook">The candidate's path.</param>
/// <param name="Score">The matcher's score, 0 to 1.</param>
/// <param name="StoppedBy">The gate that stopped it; null when none did.</param>
/// <param name="Reason">The gate's reason; empty when no gate stopped the candidate.</param>
internal sealed record CandidateExplanation(string Playbook, double Score, IntentGate? StoppedBy, string Reason);
