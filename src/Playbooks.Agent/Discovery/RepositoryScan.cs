using Playbooks.Ansible;
using System.Collections.Concurrent;
using Playbooks.Agent.Discovery.Facts;
using Playbooks.Agent.Discovery.Files;
using Playbooks.Agent.Discovery.Linking;

namespace Playbooks.Agent.Discovery;

/// <summary>Scans a repository; remembers the facts of its files for the next time.</summary>
/// <remarks>One scan at a time: its owner sees to that.</remarks>
internal sealed class RepositoryScan(string repository, AnsiblePlaybookCatalogOptions options)
{
    private IReadOnlyDictionary<(string Path, FileKind Kind), CachedFile> _known = new Dictionary<(string Path, FileKind Kind), CachedFile>();

    public async Task<AnsiblePlaybookListing> RunAsync(CancellationToken cancellationToken)
    {
        // The folder may have gone since the catalogue was made.
        _ = AnsibleRepository.Open(repository);
        long started = options.TimeProvider.GetTimestamp();
        DateTimeOffset startedAt = options.TimeProvider.GetUtcNow();
        RepositoryBounds bounds = new(repository);
        RepositoryContents contents = new RepositoryWalk(bounds, options.Logger, cancellationToken).Run();
        ScannedFiles files = new(bounds, _known, options.MaximumFileBytes, options.TimeProvider);
        FileFinder finder = new(repository, files);
        SharedVariables shared = SharedVariables.Read(contents, repository, files, cancellationToken);

        ConcurrentBag<AnsiblePlaybookInfo> playbooks = [];
        ConcurrentBag<InvalidPlaybookFile> invalid = [.. contents.DeadLinks.Select(link => new InvalidPlaybookFile { Path = Relative(link), Message = "It is a link that leads nowhere." })];
        await Parallel.ForEachAsync(
            contents.Candidates,
            new ParallelOptions { MaxDegreeOfParallelism = options.MaximumParallelism, CancellationToken = cancellationToken },
            (path, _) =>
            {
                AnsibleFileFacts? facts = files.Get(path, FileKind.Candidate);
                if (facts is { IsPlaybook: true })
                {
                    playbooks.Add(new PlaybookLinker(finder, files, shared).Link(Relative(path), path, facts));
                }
                else if (facts?.Fault is { } fault)
                {
                    invalid.Add(new InvalidPlaybookFile { Path = Relative(path), Line = fault.Line, Message = fault.Line is { } line ? $"line {line}: {fault.Message}" : fault.Message });
                }

                return ValueTask.CompletedTask;
            }).ConfigureAwait(false);

        _known = files.Remembered;
        DiscoveryLog.Scanned(options.Logger, repository, playbooks.Count, invalid.Count, files.Parsed, (long)options.TimeProvider.GetElapsedTime(started).TotalMilliseconds);
        return new AnsiblePlaybookListing
        {
            Playbooks = [.. playbooks.OrderBy(playbook => playbook.Path, StringComparer.Ordinal)],
            Invalid = [.. invalid.OrderBy(file => file.Path, StringComparer.Ordinal)],
            ScannedAt = startedAt,
            ParsedFiles = files.Parsed,
        };
    }

    private string Relative(string path)
    {
        string relative = Path.GetRelativePath(repository, path);
        return Path.DirectorySeparatorChar == '/' ? relative : relative.Replace(Path.DirectorySeparatorChar, '/');
    }
}
