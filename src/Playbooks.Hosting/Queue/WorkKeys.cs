using Playbooks.Agent;
using Playbooks.Ansible;

namespace Playbooks.Hosting;

/// <summary>Finds concurrency keys: works with the same key are done one at a time.</summary>
internal static class WorkKeys
{
    /// <summary>
    /// Gets the request's own key, or for work that runs Ansible a key of its inventory and limit. Null for no key,
    /// which a request asks for with an empty key.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="repository">The folder of relative inventories, so that one inventory has one name; null when it is
    /// not known.</param>
    public static string? Of(WorkRequest request, string? repository)
    {
        if (request.ConcurrencyKey is { } key)
        {
            return key.Length == 0 ? null : key;
        }

        return request.WorkType is "run_playbook" or "deploy_service"
            ? $"ansible\n{Inventory(request, repository)}\n{Text(request, "limit")}"
            : null;
    }

    private static string Inventory(WorkRequest request, string? repository)
    {
        string inventory = Text(request, "inventory") is { Length: > 0 } text ? text : AnsibleRequest.DefaultInventory;
        bool isPath = repository is not null && !inventory.Contains(',', StringComparison.Ordinal) && !inventory.Contains('\0', StringComparison.Ordinal);
        return isPath ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(inventory, repository!)) : inventory;
    }

    private static string Text(WorkRequest request, string name) => request.Parameters.GetValueOrDefault(name) as string ?? "";
}
