namespace Playbooks.Testing.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void Assembly_PublicApi_IsTheReviewedOne()
        => PublicApi.Compare(typeof(TestPlaybooks).Assembly).ShouldBeNull();
}
