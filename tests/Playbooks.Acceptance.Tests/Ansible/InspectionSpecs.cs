using Playbooks.Ansible;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>What real Ansible says it would do.</summary>
public sealed class InspectionSpecs
{
    private const string Site = """
        - name: "Deploy: the web (tier) TAGS: [x]"
          hosts: web:!web3
          gather_facts: false
          tags: [one, two]
          roles: [nginx]
          tasks:
            - name: "Say {{ greeting | default('hello') }}"
              debug: { msg: hello }
              tags: [talk]
            - debug: { msg: nameless }
        - hosts: db
          gather_facts: false
          tasks:
            - block:
                - name: In a block
                  debug: { msg: hello }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Hosts_are_listed_play_by_play()
    {
        using TemporaryRepository repository = Repository();

        IReadOnlyList<AnsiblePlay> plays = await repository.Executor().ListHostsAsync(new AnsibleRequest { Playbook = "site.yml" }, Token);

        plays.Select(play => play.Name).ShouldBe(["Deploy: the web (tier) TAGS: [x]", "db"]);
        plays[0].Playbook.ShouldEndWith("site.yml");
        plays[0].HostPattern.ShouldBe("web:!web3");
        plays[0].Tags.ShouldBe(["one", "two"], ignoreOrder: true);
        plays[0].Hosts.ShouldBe(["web1", "web2"], ignoreOrder: true);
        plays[1].Hosts.ShouldBe(["db1"]);
        plays[0].Tasks.ShouldBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task Tasks_are_listed_with_their_roles_and_tags_and_the_requests_options_count()
    {
        using TemporaryRepository repository = Repository();

        IReadOnlyList<AnsiblePlay> all = await repository.Executor().ListTasksAsync(new AnsibleRequest { Playbook = "site.yml" }, Token);
        IReadOnlyList<AnsiblePlay> some = await repository.Executor().ListTasksAsync(new AnsibleRequest { Playbook = "site.yml", Tags = ["talk"], ExtraVars = new Dictionary<string, object?> { ["greeting"] = "hi" } }, Token);

        all[0].Tasks.Select(task => task.Name).ShouldBe(["nginx : Install", "Say {{ greeting | default('hello') }}", "debug"]);
        all[0].Tasks[1].Tags.ShouldBe(["one", "talk", "two"], ignoreOrder: true);
        all[1].Tasks.ShouldHaveSingleItem().Name.ShouldBe("In a block");
        some[0].Tasks.ShouldHaveSingleItem();
    }

    [Fact(Timeout = Limit)]
    public async Task A_syntax_check_says_what_is_wrong()
    {
        using TemporaryRepository repository = Repository();
        repository.Write("broken.yml", "- hosts: all\n  tasks:\n    - nosuchmodule: {}\n");

        AnsibleSyntaxCheck well = await repository.Executor().SyntaxCheckAsync(new AnsibleRequest { Playbook = "site.yml" }, Token);
        AnsibleSyntaxCheck broken = await repository.Executor().SyntaxCheckAsync(new AnsibleRequest { Playbook = "broken.yml" }, Token);

        well.ShouldSatisfyAllConditions(check => check.IsValid.ShouldBeTrue(), check => check.Errors.ShouldBeEmpty());
        broken.IsValid.ShouldBeFalse();
        broken.Errors.ShouldHaveSingleItem().ShouldContain("nosuchmodule");
    }

    [Fact(Timeout = Limit)]
    public async Task What_cannot_be_listed_is_an_error_that_says_why()
    {
        using TemporaryRepository repository = Repository();
        repository.Write("broken.yml", "- hosts: all\n  roles: [nosuchrole]\n");

        AnsibleRunnerException exception = await Should.ThrowAsync<AnsibleRunnerException>(() => repository.Executor().ListTasksAsync(new AnsibleRequest { Playbook = "broken.yml" }, Token));

        exception.Message.ShouldContain("broken.yml");
        exception.Message.ShouldContain("nosuchrole");
    }

    [Fact(Timeout = Limit)]
    public async Task A_missing_program_is_an_error_with_a_hint()
    {
        using TemporaryRepository repository = Repository();
        AnsibleExecutor executor = new(repository.Folder, new AnsibleExecutorOptions { PlaybookProgram = "no-such-ansible-playbook" });

        AnsibleRunnerException exception = await Should.ThrowAsync<AnsibleRunnerException>(() => executor.SyntaxCheckAsync(new AnsibleRequest { Playbook = "site.yml" }, Token));

        exception.Message.ShouldContain("ansible-core");
    }

    private static TemporaryRepository Repository()
    {
        TemporaryRepository repository = new();
        repository.Write("inventory", "[web]\nweb1\nweb2\nweb3\n[db]\ndb1\n");
        repository.Write("roles/nginx/tasks/main.yml", "- name: Install\n  debug: { msg: hello }\n");
        repository.Write("site.yml", Site);
        return repository;
    }
}
