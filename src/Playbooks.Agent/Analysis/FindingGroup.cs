namespace Playbooks.Agent;

/// <summary>The quality that a finding puts at risk.</summary>
internal enum FindingGroup
{
    Idempotency,
    ErrorHandling,
    Performance,
    BestPractices,
    Standards,
}
