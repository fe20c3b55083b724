using System.Text.Json.Nodes;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Ansible.Tests.Executor;

/// <summary>Runs of <c>ansible-playbook</c> with our callback plugin: the direct and the warm backend.</summary>
public sealed class PluginExecutionSpecs
{
    private static readonly AnsibleRequest Site = new() { Playbook = "site.yml" };

    public static TheoryData<AnsibleBackend> Backends => BackendData.WithPlugin;

    public static MatrixTheoryData<AnsibleBackend, string> Signals => BackendData.With(BackendData.WithPlugin, "9", "15");

    public static TheoryData<AnsibleBackend, string, string, string> Ends
    {
        get
        {
            TheoryData<AnsibleBackend, string, string, string> data = [];
            foreach (AnsibleBackend backend in BackendData.WithPlugin.Select(row => row.Data))
            {
                data.Add(backend, "0", "false", "");
                data.Add(backend, "2", "false", "");
                data.Add(backend, "1", "false", "ERROR! Invalid callback for stdout specified: playbooks_events\n");
                data.Add(backend, "250", "false", "ERROR! Unexpected Exception\nFile \"playbooks_events.py\", line 17: No module named 'x'\n");
                data.Add(backend, "0", "true", "");
                data.Add(backend, "4", "true", "");
            }

            return data;
        }
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends))]
    public async Task What_is_printed_is_kept_and_searched_for_warnings(AnsibleBackend backend)
    {
        using FakeRepository repository = new("ok-only", new { stdout = "a plugin says this\n", stderr = "[WARNING]: mind the step\n" })
        {
            Backend = backend,
        };

        ExecutionSummary summary = await repository.RunAsync();

        summary.Warnings.ShouldBe(["[WARNING]: mind the step"]);
        File.ReadAllLines(Path.Combine(summary.ArtifactDirectory!, "stdout")).Order(StringComparer.Ordinal)
            .ShouldBe(["[WARNING]: mind the step", "a plugin says this"]);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends))]
    public async Task An_error_before_the_plugin_is_loaded_is_a_failed_run(AnsibleBackend backend)
    {
        using FakeRepository repository = new(null, new
        {
            connect = "false",
            rc = "4",
            stderr = "ERROR! Syntax Error while loading YAML.\n  found unexpected end of stream\n",
        })
        {
            Backend = backend,
        };

        ExecutionSummary summary = await repository.RunAsync();

        summary.Status.ShouldBe(AnsibleRunStatus.Failed);
        summary.ExitCode.ShouldBe(4);
        summary.KeyErrors.ShouldHaveSingleItem().ShouldStartWith("Syntax Error while loading YAML.");
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Ends))]
    public async Task An_end_without_final_figures_is_an_exception_and_not_a_summary_of_zeros(
        AnsibleBackend backend, string rc, string connect, string stderr)
    {
        using FakeRepository repository = new("ok-only", new { rc, connect, stderr, statistics = "false" }) { Backend = backend };

        AnsibleRunnerException exception = await Should.ThrowAsync<AnsibleRunnerException>(repository.RunAsync());

        exception.Message.ShouldContain($"exit code {rc}");
        exception.Message.ShouldContain("playbooks_events");
        exception.Message.ShouldContain(stderr.Trim());
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends))]
    public async Task A_run_that_only_looks_needs_no_plugin(AnsibleBackend backend)
    {
        using FakeRepository repository = new(null, new { connect = "false" }) { Backend = backend };

        (await repository.RunAsync(Site with { ExtraArguments = ["--syntax-check"] })).IsSuccessful.ShouldBeTrue();
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Signals))]
    public async Task Any_signal_that_ends_Ansible_leaves_no_exit_code(AnsibleBackend backend, string kill)
    {
        using FakeRepository repository = new("hang", new { kill }) { Backend = backend };

        (await repository.RunAsync()).ExitCode.ShouldBeNull();
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends))]
    public async Task A_flood_of_text_is_cut_and_what_comes_last_is_still_found(AnsibleBackend backend)
    {
        using FakeRepository repository = new("ok-only", new { flood = "20" }) { Backend = backend };

        ExecutionSummary summary = await repository.RunAsync();

        summary.Warnings.ShouldBe(["[WARNING]: that was much"]);
        FileInfo kept = new(Path.Combine(summary.ArtifactDirectory!, "stdout"));
        kept.Length.ShouldBeInRange(7_000_000, 9_000_000);
        File.ReadLines(kept.FullName).Last().ShouldContain("left out");
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends))]
    public async Task A_program_whose_interpreter_is_missing_is_an_exception_that_says_what_to_install(AnsibleBackend backend)
    {
        using FakeRepository repository = new(null, new
        {
            connect = "false",
            rc = "127",
            stderr = "env: python9: No such file or directory\n",
        })
        {
            Backend = backend,
        };

        AnsibleRunnerException exception = await Should.ThrowAsync<AnsibleRunnerException>(repository.RunAsync());

        exception.Message.ShouldContain("python9");
        exception.Message.ShouldContain("pip install ansible-core");
    }

    [Fact(Timeout = Limit)]
    public async Task The_plugin_lies_in_the_private_folder_of_the_run_and_goes_with_it()
    {
        using FakeRepository repository = new() { Backend = AnsibleBackend.Direct };

        await repository.RunAsync();

        JsonNode call = repository.Call();
        call["plugin_mode"]!.ToString().ShouldBe("600");
        call["plugin_folder_mode"]!.ToString().ShouldBe("700");
        call["environment"]!["ANSIBLE_STDOUT_CALLBACK"]!.ToString().ShouldBe("playbooks_events");
        call["environment"]!["ANSIBLE_HOST_KEY_CHECKING"].ShouldBeNull("only ansible-runner would change it");
        Directory.Exists(Path.GetDirectoryName(call["environment"]!["PLAYBOOKS_EVENTS"]!.ToString())).ShouldBeFalse();
    }
}
