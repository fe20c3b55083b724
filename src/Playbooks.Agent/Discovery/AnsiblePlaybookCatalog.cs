using Playbooks.Ansible;
using Playbooks.Diagnostics;

namespace Playbooks.Agent.Discovery;

/// <summary>Lists the Ansible playbooks of a repository without running any.</summary>
/// <remarks>
/// The catalogue reads nothing before the first request. Requests that come during a scan share it. A file that has not
/// changed is not parsed again. Safe for use by many threads. The catalogue never writes to the repository, and never
/// reads anything outside of it, whatever its files and links name.
/// </remarks>
/// <example>
/// <code>
/// using AnsiblePlaybookCatalog catalog = new("~/infrastructure");
/// AnsiblePlaybookListing listing = await catalog.GetAsync();
/// foreach (AnsiblePlaybookInfo playbook in listing.Playbooks)
/// {
///     string needs = string.Join(", ", playbook.RequiredVariables.Select(variable => variable.Name));
///     Console.WriteLine($"{playbook.Path}: {playbook.Service}, needs {needs}");
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

    /// <summary>Creates a catalogue of the repository in a folder. Reads nothing yet.</summary>
    /// <param name="repository">The folder with the Ansible playbooks; <c>~</c> stands for the home folder.</param>
    /// <param name="options">The catalogue's options; the defaults when null.</param>
    /// <exception cref="AnsibleRepositoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="ArgumentException">An option has no sensible value; the message names all of them.</exception>
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

    /// <summary>
    /// Gets the listing. Scans the repository when there is none, when its lifetime is over, or when files have
    /// changed.
    /// </summary>
    /// <param name="forceRefresh">True to scan anyway. The scan begins after the call, so it sees every earlier
    /// change.</param>
    /// <param name="cancellationToken">Ends the waiting but not the scan: others may wait for it, and its result is
    /// kept.</param>
    /// <exception cref="AnsibleRepositoryNotFoundException">The folder is gone. The next request tries
    /// again.</exception>
    /// <exception cref="AnsibleDiscoveryException">A file must be parsed, and Ansible's Python was not found or ended
    /// early.</exception>
    /// <exception cref="IOException">The folder cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the folder is denied.</exception>
    /// <exception cref="OperationCanceledException">The token ended the waiting, or the catalogue was disposed
    /// of.</exception>
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

                // A running scan may already have passed the files that changed since it began.
                (true, { } running) => _queued ??= ScanAfterAsync(running),
            };
            return scan.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Stops watching, and cancels a scan that is under way.</summary>
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

        // Cancelled but not disposed of: a scan may be about to read its token.
        _disposal.Cancel();
    }

    private bool IsFresh()
        => _listedChanges == Interlocked.Read(ref _changes)
            && (_options.Lifetime == Timeout.InfiniteTimeSpan || _options.TimeProvider.GetElapsedTime(_listedAt) < _options.Lifetime);

    private async Task<AnsiblePlaybookListing> ScanAfterAsync(Task running)
    {
        // Its failure is reported to the callers that waited for it.
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
                // If another scan was requested, it is the next to run.
                _running = _queued;
            }
        }
    }

    // Only a scan calls this method, so two calls never overlap. It runs without the lock, because adding a watch to
    // every folder takes time.
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
            // The next scan tries again. Until then only the lifetime decides.
            DiscoveryLog.NotWatched(_options.Logger, Repository, exception);
        }
    }

    // A folder that is recreated under its old name is another folder to the system, so the old watch is useless.
    private void StopWatching()
    {
        lock (_guard)
        {
            _watch?.Dispose();
            _watch = null;
        }
    }
}
