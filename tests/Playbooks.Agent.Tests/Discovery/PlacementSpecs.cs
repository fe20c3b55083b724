using Playbooks.Agent.Discovery;
using Playbooks.Agent.Tests.Support;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Agent.Tests.Discovery;

/// <summary>Which files are Ansible playbooks, and which are left alone.</summary>
public sealed class PlacementSpecs : IDisposable
{
    private const string Play = "- hosts: web\n";

    private readonly FakeRepository _repository = new(recordedCase: null);

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task Playbooks_are_found_in_any_folder_ordered_by_path()
    {
        foreach (string path in (string[])["z.yml", "a.yaml", "playbooks/kuma/deploy.yml", "deep/er/and/deeper/x.YML"])
        {
            _repository.Write(path, Play);
        }

        (await _repository.PathsAsync()).ShouldBe(["a.yaml", "deep/er/and/deeper/x.YML", "playbooks/kuma/deploy.yml", "z.yml"]);
    }

    [Fact]
    public async Task A_list_of_plays_is_an_Ansible_playbook()
    {
        string[] texts =
        [
            "- hosts: all",
            "- import_playbook: other.yml",
            "- ansible.builtin.import_playbook: other.yml",
            "---\n# comment\n- name: x\n  hosts: [a, b]\n...\n",
            "[{ hosts: all }]",
            "\uFEFF- hosts: all",
            "- hosts: all\r\n  tasks: []\r\n",
            "- hosts: all\n  gather_facts: no\n  gather_facts: yes\n",
        ];
        for (int i = 0; i < texts.Length; i++)
        {
            _repository.Write($"p{i}.yml", texts[i]);
        }

        (await _repository.PathsAsync()).ShouldBe(texts.Select((_, i) => $"p{i}.yml"));
    }

    [Fact]
    public async Task Other_YAML_is_nobodys_business()
    {
        string[] texts =
        [
            "name: Ours\nversion: '1.0'\nsteps:\n  - { id: a, type: utility.log }\n",
            "name: Ours\nhosts: x\ntasks: []\nsteps: []\n",
            "- name: a task\n  debug: { msg: hi }\n",
            "- src: geerlingguy.docker\n  version: 1.0\n",
            "- { name: bob, roles: [admin] }\n",
            "all:\n  hosts:\n    web1:\n",
            "[]",
            "{}",
            "- a\n- b\n",
            "just text",
            "",
            "   \n# only a comment\n",
            "---\n",
            "services:\n  web: { image: x\n",
            "kind: A\n---\nkind: B\n",
            "$ANSIBLE_VAULT;1.1;AES256\n3333\n",
        ];
        for (int i = 0; i < texts.Length; i++)
        {
            _repository.Write($"p{i}.yml", texts[i]);
        }

        AnsiblePlaybookListing listing = await _repository.DiscoverAsync();

        listing.Playbooks.ShouldBeEmpty();
        listing.Invalid.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("roles/web/tasks/main.yml")]
    [InlineData("roles/web/handlers/main.yml")]
    [InlineData("roles/web/tests/test.yml")]
    [InlineData("tasks/common.yml")]
    [InlineData("playbooks/vars/x.yml")]
    [InlineData("defaults/main.yml")]
    [InlineData("meta/main.yml")]
    [InlineData("group_vars/all.yml")]
    [InlineData("host_vars/web1/main.yml")]
    [InlineData("inventory/hosts.yml")]
    [InlineData("inventories/production/hosts.yml")]
    [InlineData("molecule/default/converge.yml")]
    [InlineData("extensions/molecule/default/converge.yml")]
    [InlineData("templates/play.yml")]
    [InlineData("collections/ansible_collections/a/b/playbooks/x.yml")]
    [InlineData(".git/x.yml")]
    [InlineData(".github/workflows/ci.yml")]
    [InlineData(".hidden.yml")]
    [InlineData("node_modules/a/x.yml")]
    [InlineData(".venv/x.yml")]
    [InlineData("venv/x.yml")]
    [InlineData("filter_plugins/x.yml")]
    [InlineData("play.yml.bak")]
    [InlineData("play.json")]
    public async Task What_is_no_playbook_by_its_place_is_left_alone_whole_or_broken(string path)
    {
        _repository.Write(path, Play);
        (await _repository.DiscoverAsync()).Playbooks.ShouldBeEmpty();

        _repository.Write(path, "- hosts: [\n");
        (await _repository.DiscoverAsync()).Invalid.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_virtual_environment_of_any_name_is_left_alone()
    {
        _repository.Write("my-env/pyvenv.cfg", "home = /usr/bin");
        _repository.Write("my-env/lib/x.yml", Play);

        (await _repository.PathsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_link_inside_the_repository_is_listed()
    {
        _repository.Write("v2/deploy.yml", Play);
        File.CreateSymbolicLink(Path.Combine(_repository.Folder, "current.yml"), "v2/deploy.yml");

        (await _repository.PathsAsync()).ShouldBe(["current.yml", "v2/deploy.yml"]);
    }

    [Fact]
    public async Task A_link_out_of_the_repository_is_not_listed_whatever_way_it_takes()
    {
        using FakeRepository other = new(recordedCase: null);
        other.Write("secret.yml", Play);
        File.CreateSymbolicLink(Path.Combine(_repository.Folder, "direct.yml"), Path.Combine(other.Folder, "secret.yml"));
        Directory.CreateSymbolicLink(Path.Combine(_repository.Folder, "folder"), other.Folder);
        File.CreateSymbolicLink(Path.Combine(_repository.Folder, "indirect.yml"), "folder/secret.yml");
        File.CreateSymbolicLink(Path.Combine(_repository.Folder, "twice.yml"), "direct.yml");
        Directory.CreateSymbolicLink(Path.Combine(_repository.Folder, "deep"), Directory.CreateDirectory(Path.Combine(other.Folder, "deep")).FullName);
        File.CreateSymbolicLink(Path.Combine(_repository.Folder, "upwards.yml"), "deep/../secret.yml");

        AnsiblePlaybookListing listing = await _repository.DiscoverAsync();

        listing.Playbooks.ShouldBeEmpty();
        listing.Invalid.ShouldBeEmpty();
    }

    [Fact]
    public async Task Roles_and_vars_outside_of_the_repository_are_not_read()
    {
        using FakeRepository other = new(recordedCase: null);
        other.Write("vars.yml", "a: 1\n");
        other.Write("defaults/main.yml", "b: 1\n");
        Directory.CreateDirectory(Path.Combine(_repository.Folder, "roles"));
        Directory.CreateSymbolicLink(Path.Combine(_repository.Folder, "roles", "linked"), other.Folder);
        _repository.Write("p.yml", $"- hosts: all\n  vars_files: [\"{other.Folder}/vars.yml\", \"../{Path.GetFileName(other.Folder)}/vars.yml\"]\n  roles: [linked]\n  tasks: [{{ debug: {{ msg: \"{{{{ a }}}}{{{{ b }}}}\" }} }}]\n");

        (await _repository.DiscoverAsync()).Playbooks.Single().RequiredVariables.Select(variable => variable.Name).ShouldBe(["a", "b"]);
    }

    [Fact(Timeout = Limit)]
    public async Task Links_in_circles_end()
    {
        _repository.Write("a/p.yml", Play);
        Directory.CreateSymbolicLink(Path.Combine(_repository.Folder, "a", "up"), _repository.Folder);
        Directory.CreateSymbolicLink(Path.Combine(_repository.Folder, "self"), "self");
        File.CreateSymbolicLink(Path.Combine(_repository.Folder, "x.yml"), "y.yml");
        File.CreateSymbolicLink(Path.Combine(_repository.Folder, "y.yml"), "x.yml");

        (await _repository.PathsAsync()).ShouldBe(["a/p.yml"]);
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_is_reported()
    {
        File.CreateSymbolicLink(Path.Combine(_repository.Folder, "gone.yml"), "nowhere.yml");

        (await _repository.DiscoverAsync()).Invalid.Single().ShouldSatisfyAllConditions(
            file => file.Path.ShouldBe("gone.yml"),
            file => file.Message.ShouldContain("leads nowhere"),
            file => file.Line.ShouldBeNull());
    }

    [Fact]
    public async Task A_folder_with_the_name_of_a_playbook_is_a_folder()
    {
        _repository.Write("x.yml/y.yml", Play);

        (await _repository.PathsAsync()).ShouldBe(["x.yml/y.yml"]);
    }
}
