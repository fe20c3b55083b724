using Playbooks.Ansible;
using Playbooks.Diagnostics;

namespace Playbooks.Agent.Discovery;

/// <summary>Knows the Ansible playbooks of a repository, without running any.</summary>
/// <remarks>
/// Nothing is read before the first request; requests that come while a scan is under way share it. A file that has not changed is not
/// parsed again, however often the repository is scanned. Safe for use by many threads. Nothing is ever written to the repository,
/// and nothing outside of it is read, whatever its files and links name.
/// </remarks>
/// <example>
/// <code>
/// using AnsiblePlaybookCatalog catalog = new("~/infrastructure");
/// AnsiblePlaybookListing listing = await catalog.GetAsync();
/// foreach (AnsiblePlaybookInfo playbook in listing.Playbooks)
/// {
///     Console.WriteLine($"{playbook.Path}: {playbook.Service}, needs {string.Join(", ", playbook.RequiredVariables.Select(variable => variable.Name))}");
/// }
/// </code>
/// </example>
public sealed class AnsiblePlaybookCatalog : IDisposable
{
    private readonly Lock _guard = new();
    private readonly CancellationTokenSource _disposal = new();
    private readonly AnsiblePlaybookCatalogOptions _options;
    private readonly RepositoryScan _scan;
    private Task<AnsiblePlaybookListing>? _running;
    private Task<AnsiblePlaybookListing>? _queued;
    private RepositoryWatch? _watch;
    private AnsiblePlaybookListing? _listing;
    private long _listedAt;
    private long _changes;
    private long _listedChanges;
    private bool _isDisposed;

    /// <summary>For the repository in a folder. Reads nothing of it.</summary>
    /// <param name="repository">The folder with the Ansible playbooks; <c>~</c> stands for the home folder.</param>
    /// <param name="options">How it works; the defaults when null.</param>
    /// <exception cref="AnsibleRepositoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="ArgumentException">An option has no sensible value; all of them are named.</exception>
    public AnsiblePlaybookCatalog(string repository, AnsiblePlaybookCatalogOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(repository);
        Repository = Path.TrimEndingDirectorySeparator(AnsibleRepository.Open(repository).Root);
        _options = options ?? new AnsiblePlaybookCatalogOptions();
        OptionFaults.ThrowIfAny(_options.FindFaults(), nameof(options));
        _scan = new RepositoryScan(Repository, _options);
    }

    /// <summary>The repository's folder, absolute.</summary>
    public string Repository { get; }

    /// <summary>The listing: the one that is kept, or a new one when there is none, when its time is over, or when files were seen to change.</summary>
    /// <param name="forceRefresh">Whether to scan anyway. The scan begins after the call, so that every change made before it is seen.</param>
    /// <param name="cancellationToken">Ends the waiting, not the scan, which others may wait for too and whose result is kept.</param>
    /// <exception cref="AnsibleRepositoryNotFoundException">The folder is gone. The next request tries again.</exception>
    /// <exception cref="AnsibleDiscoveryException">A file has to be parsed, and Ansible's Python was not found, or it ended early.</exception>
    /// <exception cref="IOException">The folder cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be listed.</exception>
    /// <exception cref="OperationCanceledException">The token ended the waiting, or the catalogue was disposed of.</exception>
    /// <exception cref="ObjectDisposedException">The catalogue is disposed of.</exception>
    public Task<AnsiblePlaybookListing> GetAsync(bool forceRefresh = false, CancellationToken cancellationToken = default)
    {
        lock (_guard)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (cancellationToken.IsCancellationRequested)
            {
                return Task.FromCanceled<AnsiblePlaybookListing>(cancellationToken);
            }

            if (!forceRefresh && _running is null && _listing is { } listing && IsFresh())
            {
                return Task.FromResult(listing);
            }

            Task<AnsiblePlaybookListing> scan = (forceRefresh, _running) switch
            {
                (_, null) => _running = Task.Run(ScanAsync, CancellationToken.None),
                (false, { } running) => running,

                // One that is under way may have passed by what has changed since.
                (true, { } running) => _queued ??= ScanAfterAsync(running),
            };
            return scan.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Stops watching, and a scan that is under way.</summary>
    public void Dispose()
    {
        lock (_guard)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            _watch?.Dispose();
        }

        // Not disposed of: a scan may be about to ask its token.
        _disposal.Cancel();
    }

    private bool IsFresh()
        => _listedChanges == Interlocked.Read(ref _changes)
            && (_options.Lifetime == Timeout.InfiniteTimeSpan || _options.TimeProvider.GetElapsedTime(_listedAt) < _options.Lifetime);

    private async Task<AnsiblePlaybookListing> ScanAfterAsync(Task running)
    {
        // Its failure is for those who waited for it.
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (_guard)
        {
            _running = _queued;
            _queued = null;
        }

        return await ScanAsync().ConfigureAwait(false);
    }

    private async Task<AnsiblePlaybookListing> ScanAsync()
    {
        try
        {
            Watch();
            long changes = Interlocked.Read(ref _changes);
            long startedAt = _options.TimeProvider.GetTimestamp();
            AnsiblePlaybookListing listing = await _scan.RunAsync(_disposal.Token).ConfigureAwait(false);
            lock (_guard)
            {
                _listing = listing;
                _listedAt = startedAt;
                _listedChanges = changes;
            }

            return listing;
        }
        catch (AnsibleRepositoryNotFoundException)
        {
            StopWatching();
            throw;
        }
        finally
        {
            lock (_guard)
            {
                // The next one, if somebody asked for it, takes this place itself.
                _running = _queued;
            }
        }
    }

    // Only a scan calls it, so it is never called twice at a time. Not under the guard: every folder gets a watch, which takes its time.
    private void Watch()
    {
        if (!_options.WatchFiles || _watch is not null)
        {
            return;
        }

        try
        {
            RepositoryWatch watch = new(Repository, () => Interlocked.Increment(ref _changes), _options.TimeProvider, _options.Logger);
            lock (_guard)
            {
                _watch = watch;
                if (_isDisposed)
                {
                    watch.Dispose();
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            // Tried again at the next scan; until then the lifetime decides alone.
            DiscoveryLog.NotWatched(_options.Logger, Repository, exception);
        }
    }

    // A folder that comes back under its old name is another one to the system.
    private void StopWatching()
    {
        lock (_guard)
        {
            _watch?.Dispose();
            _watch = null;
        }
    }
}
