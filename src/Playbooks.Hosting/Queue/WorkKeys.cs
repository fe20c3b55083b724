using Playbooks.Agent;
using Playbooks.Ansible;

namespace Playbooks.Hosting;

/// <summary>Of which works only one is done at a time.</summary>
internal static class WorkKeys
{
    /// <summary>The request's own key; for what runs Ansible else its inventory and limit; null for none, which a request asks for by an empty key.</summary>
    /// <param name="request">The request.</param>
    /// <param name="repository">Where a relative inventory is, so that one inventory has one name; null when nobody knows.</param>
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
