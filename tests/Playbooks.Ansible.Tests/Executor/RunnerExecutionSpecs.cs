using System.Text.Json.Nodes;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Ansible.Tests.Executor;

/// <summary>Only ansible-runner has these: its result file, its settings, and what it changes in the environment.</summary>
public sealed class RunnerExecutionSpecs
{
    [Fact(Timeout = Limit)]
    public async Task A_runner_that_crashes_is_an_exception_with_what_it_said()
    {
        using FakeRepository repository = new(null, new { crash = "ModuleNotFoundError: No module named 'pexpect'" });

        AnsibleRunnerException exception = await Should.ThrowAsync<AnsibleRunnerException>(repository.RunAsync());

        exception.Message.ShouldContain("exit code 1");
        exception.Message.ShouldContain("No module named 'pexpect'");
    }

    [Theory(Timeout = Limit)]
    [InlineData("127", "found no program 'ansible-playbook'")]
    [InlineData("many", "'many'")]
    public async Task A_result_that_makes_no_sense_is_an_exception(string rc, string said)
    {
        using FakeRepository repository = new("ok-only", new { rc });

        (await Should.ThrowAsync<AnsibleRunnerException>(repository.RunAsync())).Message.ShouldContain(said);
    }

    [Fact(Timeout = Limit)]
    public async Task The_runner_is_set_up_to_hear_signals_soon_to_end_by_itself_and_to_leave_the_configuration()
    {
        using FakeRepository repository = new();
        repository.Write("ansible.cfg", "[defaults]\nhost_key_checking = False ; as the project wants it\n");

        await repository.RunAsync();

        JsonNode call = repository.Call();
        call["environment"]!["ANSIBLE_HOST_KEY_CHECKING"]!.ToString().ShouldBe("False");
        call["settings"]!["pexpect_timeout"]!.GetValue<int>().ShouldBe(1);
        call["settings"]!["job_timeout"]!.GetValue<int>().ShouldBe(630);
    }
}
