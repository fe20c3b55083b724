using System.Collections.Concurrent;
using Playbooks.Agent.Discovery.Facts;
using Playbooks.Agent.Discovery.Files;
using Playbooks.Agent.Discovery.Linking;
using Playbooks.Ansible;

namespace Playbooks.Agent.Discovery;

/// <summary>Scans a repository, and remembers the facts of its files for the next scan.</summary>
/// <remarks>The owner must not run two scans at the same time.</remarks>
internal sealed class RepositoryScan(string repository, AnsiblePlaybookCatalogOptions options)
{
    private IReadOnlyDictionary<(string Path, FileKind Kind), CachedFile> _known = new Dictionary<(string Path, FileKind Kind), CachedFile>();

    public async Task<AnsiblePlaybookListing> RunAsync(CancellationToken cancellationToken)
    {
        // The folder may have been deleted since the catalogue was created.
        _ = AnsibleRepository.Open(repository);
        long started = options.TimeProvider.GetTimestamp();
        DateTimeOffset startedAt = options.TimeProvider.GetUtcNow();
        RepositoryBounds bounds = new(repository);
        RepositoryContents contents = new RepositoryWalk(bounds, options.Logger, cancellationToken).Run();
        ScannedFiles files = new(bounds, _known, options.TimeProvider);
        AnsibleParser parser = new(options, cancellationToken);
        await using (parser.ConfigureAwait(false))
        {
            AnsiblePlaybookListing listing = await ScanAsync(contents, files, parser, startedAt, cancellationToken).ConfigureAwait(false);
            _known = files.Remembered;
            long duration = (long)options.TimeProvider.GetElapsedTime(started).TotalMilliseconds;
            DiscoveryLog.Scanned(options.Logger, repository, listing.Playbooks.Count, listing.Invalid.Count, files.Parsed, duration);
            return listing;
        }
    }

    private async Task<AnsiblePlaybookListing> ScanAsync(
        RepositoryContents contents, ScannedFiles files, AnsibleParser parser, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        SharedVariables.Want(contents, files);
        contents.Candidates.ForEach(path => files.Get(path, FileKind.Candidate));
        await files.ParseAsync(parser).ConfigureAwait(false);
        SharedVariables shared = SharedVariables.Read(contents, repository, files);
        FileFinder finder = new(repository, files);
        ConcurrentBag<AnsiblePlaybookInfo> playbooks = [];
        List<InvalidPlaybookFile> invalid = [.. contents.DeadLinks.Select(link => new InvalidPlaybookFile { Path = Relative(link), Message = "It is a link that leads nowhere." })];
        List<(string Path, AnsibleFileFacts Facts)> unlinked = [];
        foreach (string path in contents.Candidates)
        {
            AnsibleFileFacts? facts = files.Get(path, FileKind.Candidate);
            if (facts is { IsPlaybook: true })
            {
                unlinked.Add((path, facts));
            }
            else if (facts?.Fault is { } fault)
            {
                invalid.Add(new InvalidPlaybookFile { Path = Relative(path), Line = fault.Line, Message = fault.Line is { } line ? $"line {line}: {fault.Message}" : fault.Message });
            }
        }

        // Files name further files: each round parses all files that the round before has found.
        while (unlinked.Count > 0)
        {
            ConcurrentBag<(string Path, AnsibleFileFacts Facts)> waiting = [];
            await Parallel.ForEachAsync(
                unlinked,
                new ParallelOptions { MaxDegreeOfParallelism = options.MaximumParallelism, CancellationToken = cancellationToken },
                (file, _) =>
                {
                    if (new PlaybookLinker(finder, files, shared).Link(Relative(file.Path), file.Path, file.Facts) is { } playbook)
                    {
                        playbooks.Add(playbook);
                    }
                    else
                    {
                        waiting.Add(file);
                    }

                    return ValueTask.CompletedTask;
                }).ConfigureAwait(false);
            await files.ParseAsync(parser).ConfigureAwait(false);
            unlinked = [.. waiting];
        }

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
