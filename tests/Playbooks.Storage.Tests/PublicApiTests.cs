namespace Playbooks.Storage.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void Assembly_PublicApi_IsTheReviewedOne()
        => PublicApi.Compare(typeof(SqlExecutionStore).Assembly).ShouldBeNull();
}
