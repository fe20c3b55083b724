using Playbooks.Ansible.TestSupport;

namespace Playbooks.Ansible.Tests.Executor;

/// <summary>Our callback plugin comes to those of the project and the user, and takes nobody's place but the terminal's.</summary>
public sealed class CallbackFolderSpecs
{
    private const string Default = "~/.ansible/plugins/callback:/usr/share/ansible/plugins/callback";

    [Theory(Timeout = Limit)]
    [InlineData(null, Default)]
    [InlineData("[other]\ncallback_plugins = nowhere\n", Default)]
    [InlineData("[defaults]\ncallback_plugins = callbacks:/opt/c:~/mine:$HOME/x ; ours\n", "{0}/callbacks:/opt/c:~/mine:$HOME/x")]
    [InlineData("[defaults]\n# callback_plugins = old\nCallback_Plugins: ../shared\n", "{1}/shared")]
    [InlineData("[defaults]\nforks = 3\n  callback_plugins = part of the line before\n", Default)]
    [InlineData("[defaults]\nhome = .home\n", "{0}/.home/plugins/callback:/usr/share/ansible/plugins/callback")]
    public async Task What_the_configuration_says_stays(string? config, string expected)
    {
        using FakeRepository repository = new() { Backend = AnsibleBackend.Direct };
        if (config is not null)
        {
            repository.Write("ansible.cfg", config);
        }

        (await FoldersAsync(repository)).ShouldBe(string.Format(null, expected, repository.Folder, Path.GetDirectoryName(repository.Folder)));
    }

    [Fact(Timeout = Limit)]
    public async Task What_the_environment_says_wins()
    {
        using FakeRepository repository = new() { Backend = AnsibleBackend.Direct };
        repository.Write("ansible.cfg", "[defaults]\ncallback_plugins = callbacks\nhome = /nowhere\n");

        (await FoldersAsync(repository, ("ANSIBLE_CALLBACK_PLUGINS", "/opt/one:two"))).ShouldBe("/opt/one:two");
        repository.Write("ansible.cfg", "[defaults]\nhome = /nowhere\n");
        (await FoldersAsync(repository, ("ANSIBLE_HOME", "/opt/home"))).ShouldBe("/opt/home/plugins/callback:/usr/share/ansible/plugins/callback");
    }

    [Fact(Timeout = Limit)]
    public async Task A_configuration_of_the_request_takes_the_place_of_the_repositorys()
    {
        using FakeRepository repository = new() { Backend = AnsibleBackend.Direct };
        repository.Write("ansible.cfg", "[defaults]\ncallback_plugins = callbacks\n");
        repository.Write("other/run.cfg", "[defaults]\ncallback_plugins = mine\n");

        await repository.RunAsync(new AnsibleRequest { Playbook = "site.yml", ConfigFile = "other/run.cfg" });

        Folders(repository).ShouldBe($"{repository.Folder}/other/mine");
    }

    private static async Task<string> FoldersAsync(FakeRepository repository, params (string Name, object Value)[] environment)
    {
        await repository.RunAsync(new AnsibleRequest { Playbook = "site.yml", Environment = environment.ToDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal) });
        return Folders(repository);
    }

    // Ours is the first.
    private static string Folders(FakeRepository repository) => repository.Call()["environment"]!["ANSIBLE_CALLBACK_PLUGINS"]!.ToString().Split(':', 2)[1];
}
