using Playbooks.Agent.Discovery;

namespace Playbooks.Agent.Tests.Mapping;

internal static class SomePlaybook
{
    public static AnsiblePlaybookInfo At(string path, string service, string description = "", params string[] requiredVariables) => new()
    {
        Path = path,
        Service = service,
        Description = description,
        RequiredVariables = [.. requiredVariables.Select(name => new RequiredVariable(name))],
        Digest = $"digest of {path}",
    };
}
