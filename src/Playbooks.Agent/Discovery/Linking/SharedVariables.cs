using Playbooks.Agent.Discovery.Facts;
using Playbooks.Agent.Discovery.Files;

namespace Playbooks.Agent.Discovery.Linking;

/// <summary>The variables that inventories, <c>group_vars</c> and <c>host_vars</c> of a repository define.</summary>
internal sealed class SharedVariables
{
    private readonly VariableTable _everywhere = new();
    private readonly Dictionary<string, VariableTable> _beside = new(StringComparer.Ordinal);

    private SharedVariables()
    {
    }

    public static SharedVariables Read(RepositoryContents contents, string root, ScannedFiles files, CancellationToken cancellationToken)
    {
        SharedVariables shared = new();
        foreach (string inventory in contents.Inventories)
        {
            cancellationToken.ThrowIfCancellationRequested();
            shared._everywhere.Add(files.Get(inventory, FileKind.Inventory));
        }

        foreach ((string owner, string path) in contents.VarsFiles)
        {
            cancellationToken.ThrowIfCancellationRequested();
            AnsibleFileFacts? facts = files.Get(path, FileKind.Vars);
            if (owner == root || contents.InventoryFolders.Contains(owner))
            {
                shared._everywhere.Add(facts);
            }
            else
            {
                (System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(shared._beside, owner, out _) ??= new VariableTable()).Add(facts);
            }
        }

        return shared;
    }

    /// <summary>Those that an Ansible playbook in one of these folders sees.</summary>
    public IEnumerable<VariableTable> For(IEnumerable<string> folders)
        => folders.Select(folder => _beside.GetValueOrDefault(folder)).OfType<VariableTable>().Append(_everywhere);
}
