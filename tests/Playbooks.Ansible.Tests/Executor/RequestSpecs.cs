using Playbooks.Ansible.TestSupport;

namespace Playbooks.Ansible.Tests.Executor;

/// <summary>What is checked before anything is started.</summary>
public sealed class RequestSpecs
{
    [Fact]
    public void A_request_has_the_defaults_of_the_specification()
    {
        AnsibleRequest request = new() { Playbook = "site.yml" };

        request.Inventory.ShouldBe("inventory");
        request.Timeout.ShouldBe(TimeSpan.FromSeconds(600));
        request.ExtraVars.ShouldBeEmpty();
        request.Tags.ShouldBeEmpty();
        request.Limit.ShouldBeNull();
    }

    [Fact(Timeout = Limit)]
    public async Task A_playbook_may_be_relative_or_absolute_or_outside_of_the_repository()
    {
        using FakeRepository repository = new();
        using FakeRepository other = new();
        repository.Write("plays/one.yml", "[]");

        foreach (string playbook in (string[])["plays/one.yml", Path.Combine(repository.Folder, "plays", "one.yml"), Path.Combine(other.Folder, "site.yml")])
        {
            (await repository.RunAsync(new AnsibleRequest { Playbook = playbook })).IsSuccessful.ShouldBeTrue();
            repository.Call()["arguments"]!.AsArray().Select(argument => argument!.ToString()).ShouldContain(Path.GetFullPath(playbook, repository.Folder));
        }
    }

    [Fact(Timeout = Limit)]
    public async Task A_missing_playbook_is_an_exception_that_suggests_what_is_there()
    {
        using FakeRepository repository = new();
        repository.Write("plays/deploy_web.yaml", "[]");

        AnsiblePlaybookNotFoundException exception = await Should.ThrowAsync<AnsiblePlaybookNotFoundException>(repository.RunAsync(new AnsibleRequest { Playbook = "deploy.yml" }));

        exception.Playbook.ShouldBe("deploy.yml");
        exception.Message.ShouldStartWith("Playbook not found: deploy.yml");
        exception.Message.ShouldContain("Did you mean 'plays/deploy_web.yaml'?");
        repository.Has("call.json").ShouldBeFalse();
    }

    [Fact(Timeout = Limit)]
    public async Task A_folder_is_no_playbook()
    {
        using FakeRepository repository = new();
        repository.Write("plays/one.yml", "[]");

        (await Should.ThrowAsync<AnsiblePlaybookNotFoundException>(repository.RunAsync(new AnsibleRequest { Playbook = "plays" }))).Message.ShouldContain("is a folder");
    }

    [Fact(Timeout = Limit)]
    public async Task The_default_inventory_is_used_where_there_is_one()
    {
        using FakeRepository repository = new();

        await repository.RunAsync();
        repository.CommandLine().ShouldBeEmpty();

        repository.Write("inventory", "h1");
        await repository.RunAsync();
        repository.CommandLine().ShouldBe($"--cmdline='-i' '{repository.Folder}/inventory'");
    }

    [Fact(Timeout = Limit)]
    public async Task A_list_of_hosts_is_passed_as_it_is()
    {
        using FakeRepository repository = new();

        await repository.RunAsync(new AnsibleRequest { Playbook = "site.yml", Inventory = "web1,web2" });

        repository.CommandLine().ShouldBe("--cmdline='-i' 'web1,web2'");
    }

    [Fact(Timeout = Limit)]
    public async Task A_missing_inventory_is_an_exception_and_not_a_success_on_nothing()
    {
        using FakeRepository repository = new();

        AnsibleInventoryNotFoundException exception = await Should.ThrowAsync<AnsibleInventoryNotFoundException>(repository.RunAsync(new AnsibleRequest { Playbook = "site.yml", Inventory = "staging" }));

        exception.Inventory.ShouldBe("staging");
        exception.Message.ShouldContain("'staging,'");
    }

    [Fact(Timeout = Limit)]
    public async Task Values_that_make_no_sense_are_named_together()
    {
        using FakeRepository repository = new();

        string message = (await Should.ThrowAsync<ArgumentException>(repository.RunAsync(new AnsibleRequest
        {
            Playbook = " ",
            Limit = "a\0b",
            Forks = 0,
            Timeout = TimeSpan.Zero,
            Verbosity = 7,
            Connection = new AnsibleConnection { Timeout = TimeSpan.FromMilliseconds(1) },
            Environment = new Dictionary<string, object> { ["A=B"] = "x", ["COUNT"] = 4 },
        }))).Message;

        message.ShouldContain("Playbook is empty");
        message.ShouldContain("NUL");
        message.ShouldContain("Forks is 0");
        message.ShouldContain("Timeout is 00:00:00");
        message.ShouldContain("Verbosity is 7: give 0 to 6");
        message.ShouldContain("Connection.Timeout is 00:00:00.0010000: give one second to one day");
        message.ShouldContain("The environment variable 'A=B' is not usable");
        message.ShouldContain("The environment variable 'COUNT' is not usable");
    }

    [Theory(Timeout = Limit)]
    [InlineData(double.NaN)]
    [InlineData('x')]
    public async Task An_extra_var_that_Ansible_has_no_type_for_is_named(object value)
    {
        using FakeRepository repository = new();
        Dictionary<string, object?> vars = new() { ["deep"] = new Dictionary<string, object?> { ["odd"] = value } };

        (await Should.ThrowAsync<ArgumentException>(repository.RunAsync(new AnsibleRequest { Playbook = "site.yml", ExtraVars = vars }))).Message.ShouldContain("'deep.odd'");
    }
}
