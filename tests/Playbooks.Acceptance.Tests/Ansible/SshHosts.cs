using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>Real ssh servers on this machine, each a host of its own for Ansible, with keys made for the test and checked host keys.</summary>
internal sealed class SshHosts : IAsyncDisposable
{
    // What sshd wants for itself when root starts it; packages make it when their service starts.
    private const string PrivilegeFolder = "/run/sshd";
    private static readonly string[] Programs = ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/usr/bin/sshd"];

    private readonly string _folder = Directory.CreateTempSubdirectory("playbooks-ssh-").FullName;
    private readonly Dictionary<string, SshHost> _hosts = [];

    public IReadOnlyDictionary<string, SshHost> All => _hosts;

    public static async Task<SshHosts> StartAsync(int count)
    {
        if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(PrivilegeFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }

        SshHosts hosts = new();
        await hosts.MakeKeyAsync("user");
        File.Copy(hosts.In("user.pub"), hosts.In("authorized"));
        for (int number = 1; number <= count; number++)
        {
            await hosts.StartAsync($"web{number}");
        }

        return hosts;
    }

    /// <summary>The inventory of all of them.</summary>
    /// <param name="variables">Host variables, by the host's name, besides those that lead there.</param>
    public string Inventory(IReadOnlyDictionary<string, string>? variables = null)
        => string.Join('\n', _hosts.Select(host => $"{host.Key} ansible_port={host.Value.Port} {variables?.GetValueOrDefault(host.Key)}")) + $"""


            [all:vars]
            ansible_host=127.0.0.1
            ansible_user={Environment.UserName}
            ansible_ssh_private_key_file={In("user")}
            ansible_ssh_common_args=-F none -o UserKnownHostsFile={In("known_hosts")} -o GlobalKnownHostsFile=/dev/null -o IdentitiesOnly=yes
            ansible_python_interpreter=/usr/bin/python3
            """;

    /// <summary>Gives a host another key than the one it is known by.</summary>
    public async Task ChangeKnownKeyAsync(string host)
    {
        await MakeKeyAsync("other");
        string[] known = await File.ReadAllLinesAsync(In("known_hosts"));
        string name = $"[127.0.0.1]:{_hosts[host].Port} ";
        string other = name + await File.ReadAllTextAsync(In("other.pub"));
        await File.WriteAllLinesAsync(In("known_hosts"), known.Select(line => line.StartsWith(name, StringComparison.Ordinal) ? other.Trim() : line));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (SshHost host in _hosts.Values)
        {
            await host.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAsync(string name)
    {
        // What the user's own ~/.bashrc does when a shell starts, such as waiting for a lock that a killed shell left, is no matter of the tests.
        Directory.CreateDirectory(In("home"));
        await MakeKeyAsync(name);
        int port = FreePort();
        await File.WriteAllTextAsync(In($"{name}.config"), $"""
            Port {port}
            ListenAddress 127.0.0.1
            HostKey {In(name)}
            AuthorizedKeysFile {In("authorized")}
            PidFile {In($"{name}.pid")}
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin prohibit-password
            MaxStartups 100
            SetEnv HOME={In("home")}
            Subsystem sftp internal-sftp
            """);
        string key = string.Join(' ', (await File.ReadAllTextAsync(In($"{name}.pub"))).Split(' ').Take(2));
        await File.AppendAllTextAsync(In("known_hosts"), $"[127.0.0.1]:{port} {key}\n");
        SshHost host = new(Start(Program(), "-D", "-e", "-f", In($"{name}.config")), port);
        _hosts[name] = host;
        await Eventually.IsAsync(() => host.Listens(), $"sshd for {name} listens", TestContext.Current.CancellationToken);
    }

    private async Task MakeKeyAsync(string name)
    {
        using Process keys = Start("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", In(name));
        await keys.WaitForExitAsync();
        keys.ExitCode.ShouldBe(0);
    }

    private string In(string name) => Path.Combine(_folder, name);

    private static string Program() => Programs.FirstOrDefault(File.Exists) ?? "sshd";

    private static Process Start(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program) { RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
