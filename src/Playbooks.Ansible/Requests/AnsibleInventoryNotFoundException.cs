namespace Playbooks.Ansible;

/// <summary>The inventory of the request is neither a file nor a folder. Ansible itself would run on no host and report
/// a success.</summary>
public sealed class AnsibleInventoryNotFoundException : AnsibleException
{
    /// <summary>Makes the exception of the path.</summary>
    public AnsibleInventoryNotFoundException(string inventory, string message)
        : base(message)
        => Inventory = inventory;

    /// <summary>The path, as the request names it.</summary>
    public string Inventory { get; }
}
