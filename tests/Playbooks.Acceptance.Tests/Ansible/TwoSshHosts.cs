namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>The hosts of all tests of a class.</summary>
public sealed class TwoSshHosts : IAsyncLifetime
{
    internal SshHosts Hosts { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Hosts = await SshHosts.StartAsync(2);

    public ValueTask DisposeAsync() => Hosts.DisposeAsync();
}
