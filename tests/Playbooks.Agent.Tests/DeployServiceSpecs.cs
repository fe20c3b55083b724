using System.Text.Json.Nodes;
using Playbooks.Agent.Discovery;
using Playbooks.Agent.Mapping;
using Playbooks.Agent.Tests.Support;
using Playbooks.Ansible.TestSupport;
using Playbooks.Storage;

namespace Playbooks.Agent.Tests;

/// <summary>The work types <c>deploy_service</c> and <c>discover_playbooks</c>, with the fake runner.</summary>
public sealed class DeployServiceSpecs
{
    private const string Play = "# Deploys the watcher.\n- name: Deploy Kuma\n  hosts: all\n  tasks: []\n";

    [Fact(Timeout = Limit)]
    public async Task An_intent_runs_the_playbook_that_it_means()
    {
        using FakeRepository repository = new("changed-ok-skipped");
        repository.Write("kuma-deploy.yml", Play);
        using AnsiblePlaybookCatalog catalog = new(repository.Folder);

        WorkResult result = await Agent(repository, catalog).DoAsync("deploy_service", ("intent", "Deploy Kuma"), ("extravars", Work.Map(("version", "1"))));

        result.Status.ShouldBe(WorkStatus.Completed, result.ErrorMessage);
        JsonNode output = JsonNode.Parse(result.Output!)!;
        output["status"]!.ToString().ShouldBe("successful");
        output["mapping"]!["playbook"]!["path"]!.ToString().ShouldBe("kuma-deploy.yml");
        output["mapping"]!["method"]!.ToString().ShouldBe("exact");
        repository.Call()["extra_vars"]!["version"]!.ToString().ShouldBe("1");
        repository.Call()["arguments"]!.AsArray().Select(argument => argument!.ToString()).ShouldContain(Path.Combine(repository.Folder, "kuma-deploy.yml"));
    }

    [Theory(Timeout = Limit)]
    [InlineData("Remove Kuma")]
    [InlineData("Deploy Grafana")]
    [InlineData("Don't deploy Kuma")]
    public async Task An_intent_that_means_none_fails_with_the_mappings_suggestion_and_runs_nothing(string intent)
    {
        using FakeRepository repository = new();
        repository.Write("kuma-deploy.yml", Play);
        using AnsiblePlaybookCatalog catalog = new(repository.Folder);

        WorkResult result = await Agent(repository, catalog).DoAsync("deploy_service", ("intent", intent));

        IntentMapping mapping = await new IntentMapper().MapAsync(intent, (await catalog.GetAsync()).Playbooks);
        result.Status.ShouldBe(WorkStatus.Failed);
        result.ErrorMessage.ShouldBe(mapping.Suggestion);
        JsonNode.Parse(result.Output!)!["mapping"]!["method"]!.ToString().ShouldBe("none");
        repository.Has("call.json").ShouldBeFalse();
    }

    [Theory(Timeout = Limit)]
    [InlineData("intent", " ", "parameters.intent is missing")]
    [InlineData("playbook_path", "site.yml", "parameters.playbook_path is not known")]
    [InlineData("inventory", "evil.example,", "parameters.inventory is a list of hosts")]
    public async Task It_has_the_bounds_of_run_playbook(string name, object value, string message)
    {
        using FakeRepository repository = new();
        repository.Write("kuma-deploy.yml", Play);
        using AnsiblePlaybookCatalog catalog = new(repository.Folder);
        Dictionary<string, object?> parameters = Work.Map(("intent", "Deploy Kuma"));
        parameters[name] = value;

        WorkResult result = await Agent(repository, catalog).ExecuteAsync(Work.Request("deploy_service") with { Parameters = parameters }, TestContext.Current.CancellationToken);

        result.ErrorMessage.ShouldNotBeNull().ShouldStartWith(message);
        repository.Has("call.json").ShouldBeFalse();
    }

    [Fact(Timeout = Limit)]
    public async Task What_there_is_is_a_list_and_is_looked_for_again_when_asked()
    {
        using FakeRepository repository = new();
        repository.Write("kuma-deploy.yml", Play);
        repository.Write("broken.yml", "- hosts: [all\n");
        using AnsiblePlaybookCatalog catalog = new(repository.Folder);
        InfrastructureAgent agent = Agent(repository, catalog);

        WorkResult result = await agent.DoAsync("discover_playbooks");

        result.Status.ShouldBe(WorkStatus.Completed, result.ErrorMessage);
        JsonArray list = JsonNode.Parse(result.Output!)!.AsArray();
        list.Single()!["path"]!.ToString().ShouldBe("kuma-deploy.yml");
        list.Single()!["service"]!.ToString().ShouldBe("kuma");
        result.ResourcesUsed["playbooks"].ShouldBe(1L);
        result.ToJson().ShouldContain("\"path\":\"broken.yml\"");

        repository.Write("web-deploy.yml", Play);
        JsonNode.Parse((await agent.DoAsync("discover_playbooks", ("force_refresh", true))).Output!)!.AsArray().Count.ShouldBe(2);
        (await agent.DoAsync("discover_playbooks", ("force_refresh", "yes"))).ErrorMessage.ShouldBe("parameters.force_refresh must be true or false, not the text 'yes'.");
    }

    [Fact(Timeout = Limit)]
    public async Task A_result_is_found_again_in_an_execution_store()
    {
        InMemoryExecutionStore store = new();
        LambdaHandler handler = new(_ => WorkOutcome.Completed(new JsonObject { ["a"] = 1 }) with { ResourcesUsed = Work.Map(("hosts", 2L)) });
        WorkRequest request = Work.Request("test");

        WorkResult first = await new InfrastructureAgent([handler], new InfrastructureAgentOptions { Results = new NoteWorkResultStore(store) }).ExecuteAsync(request, TestContext.Current.CancellationToken);
        WorkResult second = await new InfrastructureAgent([handler], new InfrastructureAgentOptions { Results = new NoteWorkResultStore(store) }).ExecuteAsync(request, TestContext.Current.CancellationToken);

        handler.Calls.ShouldBe(1);
        second.ToJson().ShouldBe(first.ToJson());

        await store.WriteNoteAsync("work-results", "broken", "{", TestContext.Current.CancellationToken);
        WorkResult broken = await new InfrastructureAgent([handler], new InfrastructureAgentOptions { Results = new NoteWorkResultStore(store) })
            .ExecuteAsync(request with { TaskId = "broken" }, TestContext.Current.CancellationToken);
        broken.ErrorMessage.ShouldNotBeNull().ShouldStartWith("The stored result of work 'broken' cannot be read");
    }

    private static InfrastructureAgent Agent(FakeRepository repository, AnsiblePlaybookCatalog catalog)
        => new([new DeployServiceHandler(repository.Executor(), catalog, new IntentMapper()), new DiscoverPlaybooksHandler(catalog)]);
}
