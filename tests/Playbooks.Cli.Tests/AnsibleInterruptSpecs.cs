using System.Net;
using System.Net.Sockets;
using Playbooks.Cli.Tests.Support;

namespace Playbooks.Cli.Tests;

public sealed class AnsibleInterruptSpecs : IDisposable
{
    private readonly Support.CliLibrary _library = new();

    public void Dispose() => _library.Dispose();

    /// <summary>
    /// The task knocks at a port of the test when it runs, then waits: so the signal meets real Ansible at work, and no time is
    /// guessed. It waits in a child of its own, and so shows its command line all the time: a shell that turned into another
    /// program after it has knocked would show none while it does.
    /// </summary>
    [Theory(Timeout = Limit)]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Interrupting_the_Ansible_step_leaves_no_process(string signal)
    {
        using TcpListener door = new(IPAddress.Loopback, 0);
        door.Start();
        // A number of seconds that no other process sleeps for.
        string mark = $"61234.{Guid.NewGuid().GetHashCode() & int.MaxValue}";
        _library.With("ansible/site.yml", $$"""
            - hosts: localhost
              connection: local
              gather_facts: false
              tasks:
                - name: Knock and wait
                  ansible.builtin.command:
                    argv: [bash, -c, "echo knock > /dev/tcp/127.0.0.1/{{((IPEndPoint)door.LocalEndpoint).Port}}; sleep {{mark}} & wait"]
            """);
        _library.With("wait.yaml", "name: Wait\nsteps:\n  - { id: wait, name: Wait, type: ansible.run, parameters: { repository: ansible, playbook: site.yml } }\n");
        using CliProcess process = _library.Start("run", "wait.yaml");
        using TcpClient knock = await door.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        Machine.Processes(mark).ShouldNotBeEmpty();

        await process.SignalAsync(signal);
        (await process.WaitForEndAsync()).ShouldExitWith(130).Output.ShouldContain("wait.yaml: cancelled after ");

        Machine.Processes(mark).ShouldBeEmpty();
        Machine.Processes(_library.Folder).ShouldBeEmpty();
    }
}
