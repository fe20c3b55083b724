namespace Playbooks.Ansible.Tests.Summary;

public sealed class SummaryRoundTripTests
{
    [Fact]
    public void ToJson_EveryProperty_StandsInIt()
    {
        ExecutionSummary summary = Filled.Of<ExecutionSummary>();

        Filled.MissingFrom(summary.ToJson(), summary).ShouldBeEmpty();
    }
}
