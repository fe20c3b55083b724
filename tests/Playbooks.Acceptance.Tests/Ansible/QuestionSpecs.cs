using Playbooks.Ansible;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>Nobody answers questions: a run that asks one must not wait for ever.</summary>
public sealed class QuestionSpecs
{
    private const string Pause = "  tasks: [{ name: Ask, pause: { prompt: Go on? } }, { name: After, debug: { msg: here } }]\n";
    private const string Prompt = "  vars_prompt: [{ name: answer, prompt: Which, private: true }]\n  tasks: [{ name: After, debug: { msg: here } }]\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [InlineData(Pause, 2)]
    [InlineData(Prompt, 1)]
    public async Task Without_a_terminal_a_question_is_passed_over(string play, int ok)
    {
        using TemporaryRepository repository = Repository(play);

        ExecutionSummary summary = await repository.Executor(AnsibleBackend.Direct).ExecuteAsync(new AnsibleRequest { Playbook = "site.yml", Limit = "h1" }, Token);

        summary.KeyErrors.ShouldBeEmpty();
        summary.OkCount.ShouldBe(ok);
        summary.Warnings.ShouldNotBeEmpty();
    }

    [Theory(Timeout = Limit)]
    [InlineData(Pause)]
    [InlineData(Prompt)]
    public async Task With_the_runners_terminal_the_time_limit_ends_it(string play)
    {
        using TemporaryRepository repository = Repository(play);

        await Should.ThrowAsync<AnsibleTimeoutException>(
            repository.Executor(AnsibleBackend.Runner).ExecuteAsync(new AnsibleRequest { Playbook = "site.yml", Timeout = TimeSpan.FromSeconds(10) }, Token));
    }

    private static TemporaryRepository Repository(string play)
    {
        TemporaryRepository repository = TemporaryRepository.WithPlaybook("- debug:");
        repository.Write("site.yml", "- hosts: all\n  gather_facts: false\n" + play);
        return repository;
    }
}
