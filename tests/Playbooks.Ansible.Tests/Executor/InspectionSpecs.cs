using Playbooks.Ansible.TestSupport;

namespace Playbooks.Ansible.Tests.Executor;

/// <summary>What is made of ansible-playbook's answers, played by the fake one.</summary>
public sealed class InspectionSpecs
{
    // As ansible-core 2.14 prints it.
    private const string Listing = """

        playbook: /srv/site.yml

          play #1 (web:!web3): Deploy (all): now	TAGS: [one,two]
            pattern: ['web:!web3']
            hosts (2):
              web2
              web1
            tasks:
              nginx : Install	TAGS: [one, two]
              Say TAGS: [x]	TAGS: []

          play #2 (db): db	TAGS: []
            pattern: ['db']
            hosts (0):
            tasks:

        """;

    private static readonly AnsibleRequest Site = new() { Playbook = "site.yml" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Plays_are_listed_with_their_hosts_and_tasks()
    {
        using FakeRepository repository = Answering(Listing);
        await using AnsibleExecutor executor = repository.Executor();

        IReadOnlyList<AnsiblePlay> plays = await executor.ListHostsAsync(Site with { Limit = "web" }, Token);

        repository.Arguments().ShouldContain("--list-hosts");
        repository.Arguments().ShouldContain("--limit=web");
        plays.Count.ShouldBe(2);
        plays[0].ShouldSatisfyAllConditions(
            play => play.Playbook.ShouldBe("/srv/site.yml"),
            play => play.Name.ShouldBe("Deploy (all): now"),
            play => play.HostPattern.ShouldBe("web:!web3"),
            play => play.Tags.ShouldBe(["one", "two"]),
            play => play.Hosts.ShouldBe(["web1", "web2"]),
            play => play.Tasks.Select(task => $"{task.Name} [{string.Join(' ', task.Tags)}]").ShouldBe(["nginx : Install [one two]", "Say TAGS: [x] []"]));
        plays[1].ShouldSatisfyAllConditions(
            play => play.Hosts.ShouldBeEmpty(),
            play => play.Tasks.ShouldBeEmpty());
    }

    [Fact(Timeout = Limit)]
    public async Task What_cannot_be_listed_is_an_error_that_says_why()
    {
        using FakeRepository repository = Answering("", "ERROR! the role 'nosuchrole' was not found\n", "1");
        await using AnsibleExecutor executor = repository.Executor();

        AnsibleRunnerException exception = await Should.ThrowAsync<AnsibleRunnerException>(() => executor.ListTasksAsync(Site, Token));

        repository.Arguments().ShouldContain("--list-tasks");
        exception.Message.ShouldBe("Ansible cannot list what 'site.yml' would do: the role 'nosuchrole' was not found");
    }

    [Fact(Timeout = Limit)]
    public async Task A_syntax_check_is_well_or_says_what_is_wrong()
    {
        using FakeRepository well = Answering("\nplaybook: /srv/site.yml\n");
        using FakeRepository broken = Answering("", "ERROR! couldn't resolve module/action 'nosuchmodule'\n", "4");
        await using AnsibleExecutor first = well.Executor();
        await using AnsibleExecutor second = broken.Executor();

        AnsibleSyntaxCheck good = await first.SyntaxCheckAsync(Site, Token);
        AnsibleSyntaxCheck bad = await second.SyntaxCheckAsync(Site, Token);

        well.Arguments().ShouldContain("--syntax-check");
        good.ShouldSatisfyAllConditions(check => check.IsValid.ShouldBeTrue(), check => check.Errors.ShouldBeEmpty());
        bad.IsValid.ShouldBeFalse();
        bad.Errors.ShouldBe(["couldn't resolve module/action 'nosuchmodule'"]);
    }

    [Fact(Timeout = Limit)]
    public async Task An_answer_that_takes_too_long_is_not_waited_for()
    {
        using FakeRepository repository = new(null, new { connect = "false", hang = "stubborn" });
        TestClock time = new();
        AnsibleExecutorOptions options = repository.Options;
        options.TimeProvider = time;
        await using AnsibleExecutor executor = new(repository.Folder, options);

        Task<AnsibleSyntaxCheck> check = executor.SyntaxCheckAsync(Site with { Timeout = TimeSpan.FromSeconds(90) }, Token);
        await repository.UntilItHangsAsync();
        time.Advance(TimeSpan.FromSeconds(90));

        AnsibleTimeoutException exception = await Should.ThrowAsync<AnsibleTimeoutException>(() => check);
        exception.Message.ShouldContain("--syntax-check' of 'site.yml' took longer than 90 s and was stopped");
        exception.Summary.Status.ShouldBe(AnsibleRunStatus.Timeout);
        Directory.Exists($"/proc/{repository.Call()["process_id"]}").ShouldBeFalse();
    }

    [Theory(Timeout = Limit)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_caller_and_whoever_disposes_of_the_executor_end_the_question(bool isDisposal)
    {
        using FakeRepository repository = new(null, new { connect = "false", hang = "polite" });
        using CancellationTokenSource cancel = new();
        await using AnsibleExecutor executor = repository.Executor();

        Task<IReadOnlyList<AnsiblePlay>> list = executor.ListHostsAsync(Site, cancel.Token);
        await repository.UntilItHangsAsync();
        await (isDisposal ? executor.DisposeAsync().AsTask() : cancel.CancelAsync());

        await Should.ThrowAsync<OperationCanceledException>(() => list);
        Directory.Exists($"/proc/{repository.Call()["process_id"]}").ShouldBeFalse();
    }

    [Fact(Timeout = Limit)]
    public async Task A_program_that_is_not_there_is_an_error_with_a_hint()
    {
        using FakeRepository repository = new();
        AnsibleExecutorOptions options = repository.Options;
        options.PlaybookProgram = "no-such-ansible-playbook";
        await using AnsibleExecutor executor = new(repository.Folder, options);

        AnsibleRunnerException exception = await Should.ThrowAsync<AnsibleRunnerException>(() => executor.SyntaxCheckAsync(Site, Token));

        exception.Message.ShouldContain("'no-such-ansible-playbook' was not found");
        exception.Message.ShouldContain("ansible-core");
    }

    private static FakeRepository Answering(string stdout, string stderr = "", string rc = "0") => new(null, new { connect = "false", stdout, stderr, rc });
}
