using Microsoft.Extensions.Logging;

namespace Playbooks.Agent.Discovery.Files;

/// <summary>Goes through the folders of a repository once. Reads no files but the ignore files.</summary>
/// <remarks>
/// Links to folders are not followed. Their targets inside the repository are visited anyway, and so no circle is ever
/// entered.
/// </remarks>
internal sealed class RepositoryWalk(RepositoryBounds bounds, ILogger logger, CancellationToken cancellationToken)
{
    private readonly RepositoryContents _contents = new();
    private readonly Stack<Folder> _folders = [];

    private enum Zone
    {
        Playbooks,
        Inventory,
        Vars,
    }

    public RepositoryContents Run()
    {
        _folders.Push(new Folder(bounds.Root, [], IgnoreRules.None, Zone.Playbooks, bounds.Root));
        while (_folders.TryPop(out Folder? folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                Visit(folder);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException && folder.Segments.Length > 0)
            {
                // The folder may have been deleted meanwhile, or access is denied. Go on with the other folders.
                DiscoveryLog.FolderNotRead(logger, folder.Path, exception);
            }
        }

        return _contents;
    }

    private void Visit(Folder folder)
    {
        FileSystemInfo[] entries = new DirectoryInfo(folder.Path).GetFileSystemInfos();
        if (Array.Exists(entries, entry => entry.Name == "pyvenv.cfg"))
        {
            return;
        }

        IgnoreRules rules = Array.Find(entries, entry => entry.Name == IgnoreRules.FileName) is FileInfo { LinkTarget: null } ignore
            ? folder.Rules.With(ignore, folder.Segments.Length)
            : folder.Rules;
        foreach (FileSystemInfo entry in entries)
        {
            string[] segments = [.. folder.Segments, entry.Name];
            bool isFolder = entry is DirectoryInfo;
            if (entry.Name.StartsWith('.') || rules.Ignores(segments, isFolder))
            {
                continue;
            }

            if (isFolder)
            {
                AddFolder(folder, entry, segments, rules);
            }
            else
            {
                AddFile(folder, entry);
            }
        }
    }

    private void AddFolder(Folder parent, FileSystemInfo entry, string[] segments, IgnoreRules rules)
    {
        if (FolderNames.HoldsNoPlaybooks(entry.Name) || entry.LinkTarget is not null)
        {
            return;
        }

        (Zone zone, string owner) = parent.Zone switch
        {
            Zone.Vars => (Zone.Vars, parent.Owner),
            _ when FolderNames.IsVars(entry.Name) => (Zone.Vars, parent.Path),
            Zone.Inventory => (Zone.Inventory, entry.FullName),
            _ => (FolderNames.IsInventory(entry.Name) ? Zone.Inventory : Zone.Playbooks, entry.FullName),
        };
        if (zone == Zone.Inventory)
        {
            _contents.InventoryFolders.Add(entry.FullName);
        }

        _folders.Push(new Folder(entry.FullName, segments, rules, zone, owner));
    }

    private void AddFile(Folder folder, FileSystemInfo entry)
    {
        switch (folder.Zone)
        {
            case Zone.Vars when FolderNames.IsVarsFile(entry.Name):
                _contents.VarsFiles.Add((folder.Owner, entry.FullName));
                break;
            case Zone.Inventory when FolderNames.IsIniOrYaml(entry.Name):
                _contents.Inventories.Add(entry.FullName);
                break;
            case Zone.Playbooks:
                if (FolderNames.IsInventoryFile(entry.Name))
                {
                    _contents.Inventories.Add(entry.FullName);
                    _contents.InventoryFolders.Add(folder.Path);
                }

                if (FolderNames.IsYaml(entry.Name))
                {
                    AddCandidate(entry);
                }

                break;
        }
    }

    private void AddCandidate(FileSystemInfo entry)
    {
        string? target = entry.LinkTarget is null ? entry.FullName : bounds.Resolve(entry.FullName);
        if (File.Exists(target))
        {
            _contents.Candidates.Add(entry.FullName);
        }
        else if (target is not null && !Directory.Exists(target))
        {
            _contents.DeadLinks.Add(entry.FullName);
        }
    }

    /// <param name="Segments">The path, relative to the repository.</param>
    /// <param name="Owner">For a folder of variables, the folder that contains it.</param>
    private sealed record Folder(string Path, string[] Segments, IgnoreRules Rules, Zone Zone, string Owner);
}
