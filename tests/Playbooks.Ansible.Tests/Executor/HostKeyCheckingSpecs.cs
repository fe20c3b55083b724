using Playbooks.Ansible.TestSupport;

namespace Playbooks.Ansible.Tests.Executor;

/// <summary>The runner would switch host key checking off. The project's own setting counts.</summary>
public sealed class HostKeyCheckingSpecs
{
    [Theory(Timeout = Limit)]
    [InlineData(null, "True")]
    [InlineData("[defaults]\nforks = 3\n", "True")]
    [InlineData("[defaults]\nhost_key_checking=no\n", "no")]
    [InlineData("[defaults]\nhost_key_checking: False\n[ssh_connection]\nhost_key_checking = True\n", "True")]
    [InlineData("[other]\nhost_key_checking = False\n", "True")]
    public async Task The_repositorys_setting_is_kept(string? config, string expected)
    {
        using FakeRepository repository = new();
        if (config is not null)
        {
            repository.Write("ansible.cfg", config);
        }

        await repository.RunAsync();

        repository.Call()["environment"]!["ANSIBLE_HOST_KEY_CHECKING"]!.ToString().ShouldBe(expected);
    }

    [Fact(Timeout = Limit)]
    public async Task A_configuration_in_a_folder_that_everybody_may_write_to_is_not_read()
    {
        using FakeRepository repository = new();
        repository.Write("ansible.cfg", "[defaults]\nhost_key_checking = False\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(repository.Folder, (UnixFileMode)0b111_111_111);
        }

        await repository.RunAsync();

        repository.Call()["environment"]!["ANSIBLE_HOST_KEY_CHECKING"]!.ToString().ShouldBe("True");
    }

    [Fact(Timeout = Limit)]
    public async Task What_the_options_say_wins()
    {
        using FakeRepository repository = new();
        AnsibleExecutorOptions options = repository.Options;
        options.Environment["ANSIBLE_HOST_KEY_CHECKING"] = "False";

        await new AnsibleExecutor(repository.Folder, options).ExecuteAsync(new AnsibleRequest { Playbook = "site.yml" }, TestContext.Current.CancellationToken);

        repository.Call()["environment"]!["ANSIBLE_HOST_KEY_CHECKING"]!.ToString().ShouldBe("False");
    }
}
