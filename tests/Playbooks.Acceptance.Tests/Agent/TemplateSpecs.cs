using System.Text;
using Playbooks.Acceptance.Tests.Ansible;
using Playbooks.Agent;
using Playbooks.Ansible;
using Playbooks.Processes;

namespace Playbooks.Acceptance.Tests.Agent;

/// <summary>What <c>generate_template</c> writes is what Ansible and ansible-lint take.</summary>
public sealed class TemplateSpecs
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [InlineData("deploy")]
    [InlineData("configure")]
    [InlineData("restart")]
    [InlineData("remove")]
    public async Task A_scaffold_passes_ansible_lints_profile_production_and_Ansibles_own_check(string action)
    {
        using TemporaryRepository repository = new();
        repository.Write("inventory", "[uptime_kuma]\nh1\n");
        Dictionary<string, object?> variables = new()
        {
            ["port"] = 3001L,
            ["ratio"] = 0.5,
            ["tls"] = true,
            ["domain"] = null,
            ["motd"] = "it's \"quoted\": #1 \\ größe ✓ yes",
            ["mode"] = "0644",
            ["admins"] = new List<object?> { "ann", "no", 5L },
            ["limits"] = new Dictionary<string, object?> { ["a: b"] = 1L, ["c"] = "x" },
            ["empty_list"] = new List<object?>(),
            ["empty_map"] = new Dictionary<string, object?>(),
        };

        WorkResult result = await new InfrastructureAgent([new GenerateTemplateHandler(repository.Folder)]).ExecuteAsync(
            new WorkRequest
            {
                TaskId = "t",
                WorkType = "generate_template",
                Parameters = new Dictionary<string, object?> { ["service"] = "uptime-kuma", ["action"] = action, ["variables"] = variables, ["write"] = true },
            },
            Token);

        result.Status.ShouldBe(WorkStatus.Completed, result.ErrorMessage);
        string playbook = $"uptime-kuma-{action}.yml";
        (int lint, string found) = await RunAsync(repository, "ansible-lint", "--offline", "--nocolor", "--profile", "production", "--strict", "-q", "-p", playbook, "roles/uptime_kuma");
        found.Trim().ShouldBeEmpty();
        lint.ShouldBe(0);
        AnsibleSyntaxCheck check = await repository.Executor().SyntaxCheckAsync(new AnsibleRequest { Playbook = playbook }, Token);
        check.Errors.ShouldBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task Its_variables_come_back_from_Ansible_as_they_were_given()
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("""
            - name: Check
              ansible.builtin.assert:
                that: [web_port == 3001, "web_motd == wanted", "web_mode is string", "web_admins == ['no', 5]", "web_limits == {'a: b': 1}", "web_tls is boolean"]
            """);
        const string Motd = "it's \"quoted\": #1 \\ größe ✓";
        WorkResult result = await new InfrastructureAgent([new GenerateTemplateHandler(repository.Folder), new RunPlaybookHandler(repository.Executor())]).ExecuteAsync(
            new WorkRequest
            {
                TaskId = "t",
                WorkType = "generate_template",
                Parameters = new Dictionary<string, object?>
                {
                    ["service"] = "web",
                    ["write"] = true,
                    ["variables"] = new Dictionary<string, object?>
                    {
                        ["port"] = 3001L,
                        ["motd"] = Motd,
                        ["mode"] = "0644",
                        ["tls"] = true,
                        ["admins"] = new List<object?> { "no", 5L },
                        ["limits"] = new Dictionary<string, object?> { ["a: b"] = 1L },
                    },
                },
            },
            Token);
        result.Status.ShouldBe(WorkStatus.Completed, result.ErrorMessage);
        repository.Write("site.yml", File.ReadAllText(Path.Combine(repository.Folder, "site.yml")).Replace("  tasks:", "  vars_files: [roles/web/defaults/main.yml]\n  tasks:", StringComparison.Ordinal));

        ExecutionSummary summary = await repository.Executor().ExecuteAsync(
            new AnsibleRequest { Playbook = "site.yml", Limit = "h1", ExtraVars = new Dictionary<string, object?> { ["wanted"] = Motd } }, Token);

        summary.KeyErrors.ShouldBeEmpty();
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(TemporaryRepository repository, string program, params string[] arguments)
    {
        StringBuilder output = new();
        ProcessRequest request = new()
        {
            FileName = program,
            Arguments = arguments,
            WorkingDirectory = repository.Folder,
            Environment = new Dictionary<string, string>
            {
                ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
                ["HOME"] = repository.ArtifactFolder,
                ["XDG_CACHE_HOME"] = repository.ArtifactFolder,
                ["LANG"] = "C.UTF-8",
            },
        };
        ProcessOutputHandler append = (bytes, _) =>
        {
            lock (output)
            {
                output.Append(Encoding.UTF8.GetString(bytes.Span));
            }

            return ValueTask.CompletedTask;
        };
        ProcessResult result = await ChildProcess.RunAsync(request, append, append, Token);
        return (result.ExitCode, output.ToString());
    }
}
