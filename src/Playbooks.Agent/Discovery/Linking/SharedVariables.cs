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

    /// <summary>Asks <see cref="ScannedFiles"/> for the files, so that they are parsed with the next ones.</summary>
    public static void Want(RepositoryContents contents, ScannedFiles files)
    {
        contents.Inventories.ForEach(path => files.Get(path, FileKind.Inventory));
        contents.VarsFiles.ForEach(file => files.Get(file.Path, FileKind.Vars));
    }

    public static SharedVariables Read(RepositoryContents contents, string root, ScannedFiles files)
    {
        SharedVariables shared = new();
        contents.Inventories.ForEach(path => shared._everywhere.Add(files.Get(path, FileKind.Inventory)));
        foreach ((string owner, string path) in contents.VarsFiles)
        {
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

    /// <summary>Gets the variables that an Ansible playbook in one of these folders can use.</summary>
    public IEnumerable<VariableTable> For(IEnumerable<string> folders)
        => folders.Select(folder => _beside.GetValueOrDefault(folder)).OfType<VariableTable>().Append(_everywhere);
}
