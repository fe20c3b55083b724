namespace Playbooks.Agent;

/// <summary>What a finding puts at risk.</summary>
internal enum FindingGroup
{
    Idempotency,
    ErrorHandling,
    Performance,
    BestPractices,
    Standards,
}
