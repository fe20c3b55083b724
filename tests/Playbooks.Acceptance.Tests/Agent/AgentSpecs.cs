using System.Text.Json.Nodes;
using Playbooks.Acceptance.Tests.Ansible;
using Playbooks.Agent;
using Playbooks.Agent.Discovery;
using Playbooks.Agent.Mapping;
using Playbooks.Ansible;

namespace Playbooks.Acceptance.Tests.Agent;

/// <summary>Each work type once, over real Ansible and real ansible-lint.</summary>
public sealed class AgentSpecs
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Run_playbook_runs_and_gives_its_summary()
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("""
            - name: Make a file
              ansible.builtin.copy:
                content: "{{ text }}"
                dest: "{{ target }}/{{ inventory_hostname }}"
                mode: "0600"
            """);
        Dictionary<string, object?> extraVars = new() { ["text"] = new Secret("canary-21b7"), ["target"] = repository.ArtifactFolder };

        WorkResult result = await DoAsync(new RunPlaybookHandler(repository.Executor()), ("playbook_path", "site.yml"), ("extravars", extraVars), ("limit", "h1"));

        result.Status.ShouldBe(WorkStatus.Completed, result.ErrorMessage);
        result.ExitCode.ShouldBe(0);
        result.ResourcesUsed["changed_count"].ShouldBe(1L);
        result.ResourcesUsed["hosts"].ShouldBe(1L);
        result.ToJson().ShouldNotContain("canary-21b7");
        File.ReadAllText(Path.Combine(repository.ArtifactFolder, "h1")).ShouldBe("canary-21b7");
    }

    [Fact(Timeout = Limit)]
    public async Task A_failed_run_comes_with_its_errors_and_what_ansible_lint_says()
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("""
            - name: Look
              ansible.builtin.command: echo looked
            - name: Refuse
              ansible.builtin.fail:
                msg: the release is frozen
            """);

        WorkResult result = await DoAsync(
            new RunPlaybookHandler(repository.Executor(), new PlaybookAnalyzer(repository.Folder)), ("playbook_path", "site.yml"), ("analyze_on_failure", true));

        result.Status.ShouldBe(WorkStatus.Failed);
        result.ExitCode.ShouldBe(2);
        result.ErrorMessage.ShouldBe("Refuse: the release is frozen (h1, h2)");
        Rules(JsonNode.Parse(result.Output!)!["analysis"]!, "idempotency").ShouldBe(["no-changed-when"]);
    }

    [Fact(Timeout = Limit)]
    public async Task Analyze_playbook_groups_what_ansible_lint_finds_and_leaves_the_repository_as_it_was()
    {
        using TemporaryRepository repository = new();
        repository.Write("site.yml", """
            - hosts: all
              roles: [web]
              tasks:
                - shell: echo hi | tee /tmp/x
                - name: install it
                  ansible.builtin.package: { name: web, state: latest }
                - name: Careless
                  ansible.builtin.file: { path: /tmp/x, state: absent }
                  ignore_errors: true
            """);
        repository.Write("roles/web/tasks/main.yml", "- name: Copy\n  ansible.builtin.copy: { content: x, dest: /tmp/x }\n");
        IReadOnlyList<string> before = repository.Files();

        WorkResult result = await DoAsync(new AnalyzePlaybookHandler(new PlaybookAnalyzer(repository.Folder)), ("playbook_path", "site.yml"));

        result.Status.ShouldBe(WorkStatus.Completed, result.ErrorMessage);
        JsonNode analysis = JsonNode.Parse(result.Output!)!;
        Rules(analysis, "idempotency").ShouldContain("package-latest");
        Rules(analysis, "idempotency").ShouldContain("no-changed-when");
        Rules(analysis, "error_handling").ShouldContain("ignore-errors");
        Rules(analysis, "error_handling").ShouldContain("risky-shell-pipe");
        Rules(analysis, "best_practices").ShouldContain("risky-file-permissions");
        Rules(analysis, "standards").ShouldContain("name[play]");
        analysis["best_practices"]!.AsArray().ShouldContain(finding => finding!["file"]!.ToString() == "roles/web/tasks/main.yml");
        repository.Files().ShouldBe(before);
    }

    [Fact(Timeout = Limit)]
    public async Task A_playbook_that_Ansible_cannot_read_is_analyzed_as_well()
    {
        using TemporaryRepository repository = new();
        repository.Write("site.yml", "- hosts: all\n  roles: [nowhere]\n");

        WorkResult result = await DoAsync(new AnalyzePlaybookHandler(new PlaybookAnalyzer(repository.Folder)), ("playbook_path", "site.yml"));

        Rules(JsonNode.Parse(result.Output!)!, "error_handling").ShouldBe(["syntax-check[specific]"]);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_composed_runs_a_playbook_with_an_Ansible_step()
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("- name: Say\n  ansible.builtin.debug: { msg: hello }\n");
        repository.Write("library/deploy.yaml", """
            name: Deploy
            version: "1.0"
            steps:
              - { id: run, name: Run it, type: ansible.run, parameters: { playbook: site.yml } }
            outputs: { ok: "{{ step.run.ok_count }}" }
            """);
        repository.Executor();
        PlaybookEngineOptions options = new() { Steps = [new AnsibleRunStep(repository.Options, repository.Folder)] };
        PlaybookEngine engine = new(new PlaybookLibrary(Path.Combine(repository.Folder, "library")), options);
        await engine.VerifyAsync("deploy.yaml", new Verification { By = "test" }, Token);

        WorkResult result = await DoAsync(new RunComposedHandler(engine), ("playbook", "deploy.yaml"));

        result.Status.ShouldBe(WorkStatus.Completed, result.ErrorMessage);
        JsonNode.Parse(result.Output!)!["outputs"]!["ok"]!.GetValue<long>().ShouldBe(2);
    }

    [Fact(Timeout = Limit)]
    public async Task Deploy_service_runs_what_the_intent_means_of_what_discover_playbooks_tells()
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("- name: Say\n  ansible.builtin.debug: { msg: hello }\n");
        File.Move(Path.Combine(repository.Folder, "site.yml"), Path.Combine(repository.Folder, "kuma-deploy.yml"));
        using AnsiblePlaybookCatalog catalog = new(repository.Folder);

        WorkResult there = await DoAsync(new DiscoverPlaybooksHandler(catalog));
        WorkResult deployed = await DoAsync(new DeployServiceHandler(repository.Executor(), catalog, new IntentMapper()), ("intent", "Please install Kuma"));
        WorkResult refused = await DoAsync(new DeployServiceHandler(repository.Executor(), catalog, new IntentMapper()), ("intent", "Remove Kuma"));

        JsonNode.Parse(there.Output!)!.AsArray().Single()!["path"]!.ToString().ShouldBe("kuma-deploy.yml");
        deployed.Status.ShouldBe(WorkStatus.Completed, deployed.ErrorMessage);
        JsonNode.Parse(deployed.Output!)!["ok_count"]!.GetValue<long>().ShouldBe(2);
        refused.Status.ShouldBe(WorkStatus.Failed);
    }

    private static Task<WorkResult> DoAsync(IWorkHandler handler, params (string Name, object? Value)[] parameters) => new InfrastructureAgent([handler]).ExecuteAsync(
        new WorkRequest
        {
            TaskId = Guid.NewGuid().ToString("N"),
            WorkType = handler.WorkType,
            Parameters = parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal),
        },
        Token);

    private static IEnumerable<string> Rules(JsonNode analysis, string group) => analysis[group]!.AsArray().Select(finding => finding!["rule"]!.ToString());
}
