namespace Playbooks.Ansible.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void Assembly_PublicApi_IsTheReviewedOne()
        => PublicApi.Compare(typeof(AnsibleExecutor).Assembly).ShouldBeNull();
}
