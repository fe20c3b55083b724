using Playbooks.Ansible.TestSupport;

namespace Playbooks.Ansible.Tests.Executor;

/// <summary>The warm backend where no warm Ansible can be had: a run goes the direct way, once.</summary>
public sealed class WarmFallbackSpecs
{
    [Fact(Timeout = Limit)]
    public async Task A_program_that_is_none_of_Pythons_is_run_directly()
    {
        using FakeRepository repository = new("changed-ok-skipped") { Backend = AnsibleBackend.Warm };
        AnsibleExecutorOptions options = repository.Options;
        options.PlaybookProgram = FakeRepository.FakeProgram;

        await ShouldRunAsync(repository, options);
    }

    [Fact(Timeout = Limit)]
    public async Task A_Python_that_has_no_Ansible_is_run_directly()
    {
        using FakeRepository repository = new("changed-ok-skipped") { Backend = AnsibleBackend.Warm };
        AnsibleExecutorOptions options = repository.Options;

        // -S: without the folders of installed packages.
        repository.Write("ansible-playbook", $"#!/usr/bin/env -S python3 -S\nimport os, sys\nos.execv('{FakeRepository.FakeProgram}', ['ansible-playbook'] + sys.argv[1:])\n");
        options.PlaybookProgram = Path.Combine(repository.Folder, "ansible-playbook");
        File.SetUnixFileMode(options.PlaybookProgram, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        await ShouldRunAsync(repository, options);
    }

    private static async Task ShouldRunAsync(FakeRepository repository, AnsibleExecutorOptions options)
    {
        ExecutionSummary summary = await repository.RunAsync(options);

        repository.LeftToOthers.ShouldBe(1);
        summary.IsSuccessful.ShouldBeTrue();
        summary.ShouldMatch(RecordedCase.Load("changed-ok-skipped").Expected);
    }
}
