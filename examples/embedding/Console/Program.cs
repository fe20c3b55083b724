using Playbooks.Agent;
using Playbooks.Agent.Discovery;
using Playbooks.Agent.Mapping;
using Playbooks.Ansible;

if (args is not [string repository, string intent])
{
    await Console.Error.WriteLineAsync("usage: embedding-console REPOSITORY \"Deploy Kuma\"");
    return 2;
}

await using AnsibleExecutor ansible = new(repository);
using AnsiblePlaybookCatalog catalog = new(repository);
InfrastructureAgent agent = new([new DeployServiceHandler(ansible, catalog, new IntentMapper())]);
WorkResult result = await agent.ExecuteAsync(new WorkRequest
{
    TaskId = Guid.NewGuid().ToString("N"),
    WorkType = "deploy_service",
    Parameters = new Dictionary<string, object?> { ["intent"] = intent },
});
Console.WriteLine(result.IsCompleted ? $"done: {result.ResourcesUsed["changed_count"]} changed" : result.ErrorMessage);
return result.IsCompleted ? 0 : 1;
