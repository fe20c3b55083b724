namespace Playbooks.Ansible;

/// <summary>The inventory that was asked for is neither a file nor a folder. Ansible itself would run on nothing and call that a success.</summary>
public sealed class AnsibleInventoryNotFoundException : AnsibleException
{
    /// <summary>With the path.</summary>
    public AnsibleInventoryNotFoundException(string inventory, string message)
        : base(message)
        => Inventory = inventory;

    /// <summary>The path, as it was asked for.</summary>
    public string Inventory { get; }
}
