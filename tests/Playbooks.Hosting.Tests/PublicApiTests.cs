namespace Playbooks.Hosting.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void Assembly_PublicApi_IsTheReviewedOne()
        => PublicApi.Compare(typeof(PlaybooksBuilder).Assembly).ShouldBeNull();
}
