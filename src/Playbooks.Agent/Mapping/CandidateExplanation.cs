namespace Playbooks.Agent.Mapping;

/// <summary>What came of one candidate.</summary>
/// <param name="Playbook">Its path.</param>
/// <param name="Score">The matcher's score, 0 to 1.</param>
/// <param name="StoppedBy">The gate that stopped it; null when none did.</param>
/// <param name="Reason">What that gate says; empty when none stopped it.</param>
internal sealed record CandidateExplanation(string Playbook, double Score, IntentGate? StoppedBy, string Reason);
