using Playbooks.Ansible.Artifacts;
using Playbooks.Ansible.Backends;
using Playbooks.Ansible.Events;

namespace Playbooks.Ansible;

/// <summary>Runs the Ansible playbooks of one repository and sums up what came of each run.</summary>
/// <remarks>
/// Safe for use by many threads: each run has a private folder of its own, and nothing is ever written to the repository.
/// However a run ends, no process of it is left on this machine, not even when this process itself is killed.
/// </remarks>
/// <example>
/// <code>
/// AnsibleExecutor ansible = new("~/infrastructure");
/// ExecutionSummary summary = await ansible.ExecuteAsync(new AnsibleRequest { Playbook = "site.yml", Limit = "web" });
/// Console.WriteLine(summary.IsSuccessful ? $"{summary.ChangedCount} changed" : summary.KeyErrors[0]);
/// </code>
/// </example>
public sealed class AnsibleExecutor : IAsyncDisposable
{
    private readonly AnsibleExecutorOptions _options;
    private readonly IAnsibleBackend _backend;
    private readonly ArtifactStore _artifacts;
    private readonly RunsUnderWay _runs = new();

    /// <summary>For the repository in a folder.</summary>
    /// <param name="repository">The folder with the Ansible playbooks; <c>~</c> stands for the home folder.</param>
    /// <param name="options">How it works on this machine; the defaults when null.</param>
    /// <exception cref="AnsibleRepositoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="ArgumentException">An option has no sensible value; all of them are named.</exception>
    public AnsibleExecutor(string repository, AnsibleExecutorOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(repository);
        Repository = RequestPaths.Repository(repository);
        _options = options ?? new AnsibleExecutorOptions();
        OptionsCheck.ThrowIfInvalid(_options);
        _backend = AnsibleBackends.Create(_options);
        _artifacts = new ArtifactStore(Repository, _options);
    }

    /// <summary>The repository's folder, absolute.</summary>
    public string Repository { get; }

    /// <summary>How many runs are kept, the newest.</summary>
    public int ArtifactRetention => _options.ArtifactRetention;

    /// <summary>Runs an Ansible playbook to its end.</summary>
    /// <param name="request">Which one, and how.</param>
    /// <param name="cancellationToken">Stops the run. When the exception comes, nothing of it is left on this machine.</param>
    /// <returns>What came of it. A failed run is a result, not an exception.</returns>
    /// <exception cref="AnsiblePlaybookNotFoundException">The playbook is no file.</exception>
    /// <exception cref="AnsibleInventoryNotFoundException">The inventory does not exist.</exception>
    /// <exception cref="AnsibleTimeoutException">It took too long. The exception carries what is known.</exception>
    /// <exception cref="AnsibleRunnerException">Ansible could not be run, or gave no result.</exception>
    /// <exception cref="AnsibleCanceledException">The token stopped it: an <see cref="OperationCanceledException"/> that carries what is known.</exception>
    /// <exception cref="ObjectDisposedException">The executor was disposed of.</exception>
    /// <exception cref="ArgumentException">A value of the request is not usable, such as an extra var of a type that Ansible does not know.</exception>
    public async Task<ExecutionSummary> ExecuteAsync(AnsibleRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        OptionsCheck.ThrowIfInvalid(request);
        AnsibleInvocation invocation = Invocation(request);
        cancellationToken.ThrowIfCancellationRequested();

        using IDisposable underWay = _runs.Enter(this);
        RunDirectory directory = RunDirectory.Create();
        try
        {
            invocation = invocation with { Directory = directory };
            await RunGuard.Shared.OpenAsync(directory.Root, AnsibleEnvironment.Build(invocation), _options.Logger).ConfigureAwait(false);
            return await RunAsync(invocation, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Remove(directory);
            await RunGuard.Shared.CloseAsync(directory.Root).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Cancels the runs under way and waits until nothing of them is left, then ends what is kept for later runs, such as the
    /// waiting processes of <see cref="AnsibleBackend.Warm"/>. Callers of those runs get an <see cref="AnsibleCanceledException"/>.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await _runs.DisposeAsync().ConfigureAwait(false);
        await _backend.DisposeAsync().ConfigureAwait(false);
    }

    private AnsibleInvocation Invocation(AnsibleRequest request) => new()
    {
        Request = request,
        Repository = Repository,
        Playbooks = [.. request.FurtherPlaybooks.Prepend(request.Playbook).Select(playbook => RequestPaths.Playbook(Repository, playbook))],
        Inventories = [.. request.FurtherInventories.Prepend(request.Inventory).Select(inventory => RequestPaths.Inventory(Repository, inventory)).OfType<string>()],
        VaultPasswordFile = RequestPaths.OptionalFile(Repository, request.VaultPasswordFile),
        PrivateKeyFile = RequestPaths.OptionalFile(Repository, request.Connection?.PrivateKeyFile),
        ConfigFile = RequestPaths.OptionalFile(Repository, request.ConfigFile),
        Options = _options,
    };

    private async Task<ExecutionSummary> RunAsync(AnsibleInvocation invocation, CancellationToken cancellationToken)
    {
        AnsibleRequest request = invocation.Request;
        DateTimeOffset startedAt = _options.TimeProvider.GetUtcNow();
        long started = _options.TimeProvider.GetTimestamp();
        Log.Started(_options.Logger, request.Playbook, Repository);

        using CancellationTokenSource limit = new(request.Timeout, _options.TimeProvider);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken, _runs.Stopped);
        EventSummarizer summarizer = new();
        BackendOutcome outcome = await _backend.RunAsync(invocation, summarizer, stop.Token).ConfigureAwait(false);

        // Whoever stopped it: the caller, or who disposes of the executor.
        CancellationToken canceledBy = cancellationToken.IsCancellationRequested ? cancellationToken : _runs.Stopped;
        AnsibleRunStatus status = Status(outcome, canceledBy);
        ExecutionSummary summary = SummaryMasking.RedactorFor(request).MaskSummary(
            summarizer.Summarize(status, outcome.ExitCode, _options.TimeProvider.GetElapsedTime(started)) with { StartedAt = startedAt });
        summary = summary with { Warnings = [.. summary.Warnings, .. outcome.Warnings] };
        summary = await _artifacts.KeepAsync(invocation, summary).ConfigureAwait(false);
        Log.Ended(_options.Logger, request.Playbook, summary.Status, summary.DurationMs, summary.ChangedCount, summary.FailedCount, summary.UnreachableCount);
        return status switch
        {
            AnsibleRunStatus.Cancelled => throw new AnsibleCanceledException($"The Ansible playbook '{request.Playbook}' was cancelled.{Remark(outcome)}", summary, canceledBy),
            AnsibleRunStatus.Timeout => throw new AnsibleTimeoutException($"Playbook execution timed out: '{request.Playbook}' took longer than {request.Timeout.TotalSeconds:0.###} s and was stopped.{Remark(outcome)}", summary),
            _ => summary,
        };
    }

    private static string Remark(BackendOutcome outcome) => outcome.Remark is null ? "" : $" {outcome.Remark}";

    private static AnsibleRunStatus Status(BackendOutcome outcome, CancellationToken canceledBy) => outcome switch
    {
        { WasStopped: true } => canceledBy.IsCancellationRequested ? AnsibleRunStatus.Cancelled : AnsibleRunStatus.Timeout,
        { ExitCode: 0 } => AnsibleRunStatus.Successful,
        _ => AnsibleRunStatus.Failed,
    };

    private void Remove(RunDirectory directory)
    {
        try
        {
            directory.Delete();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The result is worth more than a clean folder; but its owner must know, as it may hold the extra vars.
            Log.NotRemoved(_options.Logger, directory.Root, exception);
        }
    }
}
