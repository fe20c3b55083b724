namespace Playbooks.Agent.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void Assembly_PublicApi_IsTheReviewedOne()
        => PublicApi.Compare(typeof(InfrastructureAgent).Assembly).ShouldBeNull();
}
