using Microsoft.Extensions.Logging;
using Playbooks.Agent.Discovery.Files;

namespace Playbooks.Agent.Discovery;

/// <summary>Reports changes of a repository's files once they have been still for a while.</summary>
internal sealed class RepositoryWatch : IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    private readonly Lock _guard = new();
    private readonly FileSystemWatcher _watcher;
    private readonly ITimer _timer;
    private readonly TimeProvider _timeProvider;
    private readonly string _repository;
    private long? _firstChange;

    /// <exception cref="IOException">The system has no watches left.</exception>
    /// <exception cref="ArgumentException">The folder does not exist any more.</exception>
    public RepositoryWatch(string repository, Action changed, TimeProvider timeProvider, ILogger logger)
    {
        _repository = repository;
        _timeProvider = timeProvider;
        _watcher = new FileSystemWatcher(repository)
        {
            IncludeSubdirectories = true,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        _timer = timeProvider.CreateTimer(_ => Fire(changed), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _watcher.Created += OnChange;
        _watcher.Changed += OnChange;
        _watcher.Deleted += OnChange;
        _watcher.Renamed += OnChange;
        _watcher.Error += (_, error) =>
        {
            DiscoveryLog.ChangesMissed(logger, repository, error.GetException());
            changed();
        };
        try
        {
            _watcher.EnableRaisingEvents = true;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _watcher.Dispose();
        _timer.Dispose();
    }

    private void OnChange(object sender, FileSystemEventArgs change)
    {
        if (!Matters(Path.GetRelativePath(_repository, change.FullPath)))
        {
            return;
        }

        lock (_guard)
        {
            _firstChange ??= _timeProvider.GetTimestamp();
            TimeSpan left = LongestDelay - _timeProvider.GetElapsedTime(_firstChange.Value);
            _timer.Change(left < TimeSpan.Zero ? TimeSpan.Zero : left < Quiet ? left : Quiet, Timeout.InfiniteTimeSpan);
        }
    }

    // The index of a version control system changes all the time.
    private static bool Matters(string path)
        => !path.Split(Path.DirectorySeparatorChar).Any(part => part.StartsWith('.') && part is not (IgnoreRules.FileName or "." or ".."));

    private void Fire(Action changed)
    {
        lock (_guard)
        {
            _firstChange = null;
        }

        changed();
    }
}
