using Playbooks.Ansible;

namespace Playbooks.CrashHost;

/// <summary>A request with a secret of every kind that there is.</summary>
public static class CanaryRequest
{
    /// <summary>How many secrets it takes.</summary>
    public const int Secrets = 4;

    /// <param name="secrets">The vault's password, an extra var, the password of whom to become, and a variable of the environment.</param>
    /// <param name="pretend">A program that takes the place of sudo.</param>
    /// <param name="ready">The file that the Ansible playbook writes when all of them have been put to use.</param>
    /// <param name="seconds">How long the playbook waits then.</param>
    public static AnsibleRequest Make(IReadOnlyList<Secret> secrets, string pretend, string ready, int seconds) => new()
    {
        Playbook = "site.yml",
        VaultPassword = secrets[0],
        ExtraVars = new Dictionary<string, object?> { ["given"] = secrets[1], ["ready"] = ready, ["seconds"] = seconds },

        // A way to become somebody that asks for the password, and remains who it is. For the same user Ansible would not take it.
        Become = new AnsibleBecome { User = "nobody", Method = "sudo", Password = secrets[2] },
        Environment = new Dictionary<string, object>
        {
            ["CANARY"] = secrets[3],
            ["ANSIBLE_PIPELINING"] = "True",
            ["ANSIBLE_BECOME_EXE"] = pretend,
        },
    };

    /// <summary>Runs it, with secrets that come by standard input, a line each: a command line is no place for them.</summary>
    internal static async Task RunAsync(string repository, string backend, string pretend, string ready, int seconds)
    {
        List<Secret> secrets = [];
        while (secrets.Count < Secrets)
        {
            secrets.Add(new Secret(Console.ReadLine() ?? throw new InvalidOperationException("a secret is missing")));
        }

        await using AnsibleExecutor ansible = new(repository, new AnsibleExecutorOptions { Backend = Enum.Parse<AnsibleBackend>(backend), ArtifactRetention = 0 });
        await ansible.ExecuteAsync(Make(secrets, pretend, ready, seconds));
    }
}
