using Playbooks.Ansible.Backends.Warm;

namespace Playbooks.Ansible.Tests.Warm;

public sealed class WarmArgumentsTests
{
    [Theory]
    [InlineData("-e", "a=1", "--extra-vars=b=2", "-vvv", "--check", "-D")]
    [InlineData("--ssh-common-args=-o ProxyJump=gate", "--limit", "-web")]
    [InlineData("other.yml", "--vault-id", "dev@password.txt")]
    public void AreSafe_KnownArguments_True(params string[] arguments) => WarmArguments.AreSafe(arguments).ShouldBeTrue();

    [Theory]
    [InlineData("--ask-become-pass")]
    [InlineData("-K")]
    [InlineData("-k")]
    [InlineData("-vK")]
    [InlineData("--step")]
    [InlineData("--check=yes")]
    [InlineData("--extra", "a=1")]
    [InlineData("--no-such-option")]
    [InlineData("--vault-id", "dev@prompt")]
    [InlineData("--vault-id=prompt")]
    [InlineData("-e")]
    [InlineData("-")]
    public void AreSafe_UnknownOrAsking_False(params string[] arguments) => WarmArguments.AreSafe(arguments).ShouldBeFalse();
}
