using Playbooks.Ansible.Artifacts;
using Playbooks.Ansible.Backends;
using Playbooks.Ansible.Events;
using Playbooks.Ansible.Execution;
using Playbooks.Ansible.Inspection;
using Playbooks.Diagnostics;

namespace Playbooks.Ansible;

/// <summary>Runs the Ansible playbooks of one repository and sums up the result of each run.</summary>
/// <remarks>
/// Safe for use by many threads: each run has a private folder of its own, and the repository is never written to.
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
    private readonly AnsibleRepository _repository;
    private readonly AnsibleExecutorOptions _options;
    private readonly IAnsibleBackend _backend;
    private readonly ArtifactStore _artifacts;
    private readonly RunsUnderWay _runs = new();

    /// <summary>Makes an executor for the repository in a folder.</summary>
    /// <param name="repository">The folder with the Ansible playbooks; <c>~</c> stands for the home folder.</param>
    /// <param name="options">The executor's options on this machine; the defaults when null.</param>
    /// <exception cref="AnsibleRepositoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="ArgumentException">An option has no sensible value; all of them are named.</exception>
    public AnsibleExecutor(string repository, AnsibleExecutorOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(repository);
        _repository = AnsibleRepository.Open(repository);
        _options = options ?? new AnsibleExecutorOptions();
        OptionFaults.ThrowIfAny(_options.FindFaults(), nameof(options));
        _backend = AnsibleBackends.Create(_options);
        _artifacts = new ArtifactStore(Repository, _options);
    }

    /// <summary>The repository's folder, absolute.</summary>
    public string Repository => _repository.Root;

    /// <summary>The number of runs that are kept, the newest.</summary>
    public int ArtifactRetention => _options.ArtifactRetention;

    /// <summary>Runs an Ansible playbook to its end, without reports of progress.</summary>
    /// <inheritdoc cref="ExecuteAsync(AnsibleRequest, IProgress{AnsibleProgress}, CancellationToken)"/>
    public Task<ExecutionSummary> ExecuteAsync(AnsibleRequest request, CancellationToken cancellationToken = default)
        => ExecuteAsync(request, progress: null, cancellationToken);

    /// <summary>Runs an Ansible playbook to its end.</summary>
    /// <param name="request">The Ansible playbook, and the options of its run.</param>
    /// <param name="progress">
    /// Gets a report at most four times a second and once more at the end, on a thread of its own. A slow handler
    /// misses reports; one that throws is logged. Neither affects the run. null for no reports.
    /// </param>
    /// <param name="cancellationToken">Stops the run. When the exception is thrown, no process of the run is left on
    /// this machine.</param>
    /// <returns>The run's summary. A failed run is a result, not an exception.</returns>
    /// <exception cref="AnsiblePlaybookNotFoundException">The playbook is not a file.</exception>
    /// <exception cref="AnsibleInventoryNotFoundException">The inventory does not exist.</exception>
    /// <exception cref="AnsibleTimeoutException">The run took longer than its time limit. The exception carries the
    /// summary so far.</exception>
    /// <exception cref="AnsibleRunnerException">Ansible could not be run, or gave no result.</exception>
    /// <exception cref="AnsibleCanceledException">The token stopped the run. The exception is an
    /// <see cref="OperationCanceledException"/> that carries the summary so far.</exception>
    /// <exception cref="ObjectDisposedException">The executor was disposed of.</exception>
    /// <exception cref="ArgumentException">A value of the request cannot be used, such as an extra var of a type that
    /// Ansible does not know.</exception>
    public async Task<ExecutionSummary> ExecuteAsync(
        AnsibleRequest request, IProgress<AnsibleProgress>? progress, CancellationToken cancellationToken = default)
    {
        AnsibleInvocation invocation = Check(request);
        cancellationToken.ThrowIfCancellationRequested();
        using IDisposable underWay = _runs.Enter(this);
        try
        {
            invocation.Directory.Create();
            return await RunAsync(invocation, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DirectoryFailed(request, exception);
        }
        finally
        {
            Remove(invocation.Directory);
        }
    }

    /// <summary>Lets Ansible read an Ansible playbook and everything that it imports. No task runs, and no host is
    /// connected to.</summary>
    /// <param name="request">The Ansible playbook, and the options that it would be run with.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <inheritdoc cref="ListHostsAsync" path="/exception"/>
    public async Task<AnsibleSyntaxCheck> SyntaxCheckAsync(
        AnsibleRequest request, CancellationToken cancellationToken = default)
    {
        AnsibleInspector.Answer answer = await AskAsync(request, ["--syntax-check"], cancellationToken)
            .ConfigureAwait(false);
        return new AnsibleSyntaxCheck(answer.IsWell, answer.Errors);
    }

    /// <summary>Asks Ansible on which hosts the plays of a request would run. No task runs, and no host is connected
    /// to.</summary>
    /// <param name="request">The Ansible playbook, and the options that it would be run with.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="AnsiblePlaybookNotFoundException">The playbook is not a file.</exception>
    /// <exception cref="AnsibleInventoryNotFoundException">The inventory does not exist.</exception>
    /// <exception cref="AnsibleTimeoutException">It took longer than the request allows.</exception>
    /// <exception cref="AnsibleRunnerException">Ansible could not be run. Or it could not answer, which is an error
    /// except in a syntax check. The message says why.</exception>
    /// <exception cref="OperationCanceledException">The token stopped it.</exception>
    /// <exception cref="ArgumentException">A value of the request cannot be used.</exception>
    public Task<IReadOnlyList<AnsiblePlay>> ListHostsAsync(
        AnsibleRequest request, CancellationToken cancellationToken = default)
        => ListAsync(request, ["--list-hosts"], cancellationToken);

    /// <summary>Asks Ansible which tasks the plays of a request would run. No task runs, and no host is connected
    /// to.</summary>
    /// <inheritdoc cref="ListHostsAsync"/>
    public Task<IReadOnlyList<AnsiblePlay>> ListTasksAsync(
        AnsibleRequest request, CancellationToken cancellationToken = default)
        => ListAsync(request, ["--list-tasks"], cancellationToken);

    /// <summary>
    /// Cancels the runs under way and waits until none of their processes is left, then ends what is kept for later
    /// runs, such as the waiting processes of <see cref="AnsibleBackend.Warm"/>. Callers of those runs get an
    /// <see cref="AnsibleCanceledException"/>.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await _runs.DisposeAsync().ConfigureAwait(false);
        await _backend.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Lists hosts and tasks in one call: most of the time goes into the start of Ansible.</summary>
    internal Task<IReadOnlyList<AnsiblePlay>> ListPlaysAsync(
        AnsibleRequest request, CancellationToken cancellationToken)
        => ListAsync(request, ["--list-hosts", "--list-tasks"], cancellationToken);

    private async Task<IReadOnlyList<AnsiblePlay>> ListAsync(
        AnsibleRequest request, IReadOnlyList<string> questions, CancellationToken cancellationToken)
    {
        AnsibleInspector.Answer answer = await AskAsync(request, questions, cancellationToken).ConfigureAwait(false);
        return answer.IsWell
            ? answer.Plays
            : throw new AnsibleRunnerException(
                $"Ansible cannot list what '{request.Playbook}' would do: {string.Join("; ", answer.Errors)}");
    }

    private async Task<AnsibleInspector.Answer> AskAsync(
        AnsibleRequest request, IReadOnlyList<string> questions, CancellationToken cancellationToken)
    {
        AnsibleInvocation invocation = Check(request);
        cancellationToken.ThrowIfCancellationRequested();
        using IDisposable underWay = _runs.Enter(this);
        using CancellationTokenSource limit = new(request.Timeout, _options.TimeProvider);
        using CancellationTokenSource stop =
            CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken, _runs.Stopped);
        try
        {
            invocation.Directory.Create();
            return await AnsibleInspector.AskAsync(invocation, questions, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
            when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new AnsibleTimeoutException(
                $"'{_options.PlaybookProgram} {string.Join(' ', questions)}' of '{request.Playbook}' took longer than "
                + $"{request.Timeout.TotalSeconds:0.###} s and was stopped.",
                new EventSummarizer().Summarize(AnsibleRunStatus.Timeout, exitCode: null, request.Timeout));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DirectoryFailed(request, exception);
        }
        finally
        {
            Remove(invocation.Directory);
        }
    }

    private static AnsibleRunnerException DirectoryFailed(AnsibleRequest request, Exception exception) => new(
        $"The run of '{request.Playbook}' failed at the files of its private folder in '{Path.GetTempPath()}': "
        + $"{exception.Message} Make room there, or let TMPDIR name another folder; if Ansible had begun, a part "
        + "of it has been done.",
        exception);

    /// <summary>Checks a request and that its files exist. No file is created yet.</summary>
    private AnsibleInvocation Check(AnsibleRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        AnsibleRequestCheck.ThrowIfInvalid(request);
        return new AnsibleInvocation
        {
            Request = request,
            Repository = _repository,
            Playbooks = [.. request.FurtherPlaybooks.Prepend(request.Playbook).Select(_repository.FindPlaybook)],
            Inventories =
            [
                .. request.FurtherInventories.Prepend(request.Inventory)
                    .Select(_repository.FindInventory)
                    .OfType<string>(),
            ],
            VaultPasswordFile = _repository.OptionalFile(request.VaultPasswordFile),
            PrivateKeyFile = _repository.OptionalFile(request.Connection?.PrivateKeyFile),
            ConfigFile = _repository.OptionalFile(request.ConfigFile),
            Directory = RunDirectory.Choose(),
            Options = _options,
            Redactor = RequestSecrets.RedactorFor(request),
        };
    }

    private async Task<ExecutionSummary> RunAsync(
        AnsibleInvocation invocation, IProgress<AnsibleProgress>? progress, CancellationToken cancellationToken)
    {
        AnsibleRequest request = invocation.Request;
        DateTimeOffset startedAt = _options.TimeProvider.GetUtcNow();
        long started = _options.TimeProvider.GetTimestamp();
        ExecutorLog.Started(_options.Logger, request.Playbook, Repository);

        using CancellationTokenSource limit = new(request.Timeout, _options.TimeProvider);
        using CancellationTokenSource stop =
            CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken, _runs.Stopped);
        Redactor redactor = invocation.Redactor;
        EventSummarizer summarizer = new(redactor);
        BackendOutcome outcome;
        ProgressReporter reporter = new(summarizer, progress, redactor, _options.TimeProvider, _options.Logger);
        await using (reporter.ConfigureAwait(false))
        {
            outcome = await _backend.RunAsync(invocation, summarizer, stop.Token).ConfigureAwait(false);
        }

        // The token that stopped the run: the caller's, or the executor's on disposal.
        CancellationToken canceledBy = cancellationToken.IsCancellationRequested ? cancellationToken : _runs.Stopped;
        AnsibleRunStatus status = Status(outcome, canceledBy);
        ExecutionSummary summary =
            summarizer.Summarize(status, outcome.ExitCode, _options.TimeProvider.GetElapsedTime(started));
        summary = redactor.MaskSummary(
            summary with { StartedAt = startedAt, Warnings = [.. summary.Warnings, .. outcome.Warnings] });
        summary = await _artifacts.KeepAsync(invocation, summary).ConfigureAwait(false);
        ExecutorLog.Ended(
            _options.Logger,
            request.Playbook,
            summary.Status,
            summary.DurationMs,
            summary.ChangedCount,
            summary.FailedCount,
            summary.UnreachableCount);
        return status switch
        {
            AnsibleRunStatus.Cancelled => throw new AnsibleCanceledException(
                $"The Ansible playbook '{request.Playbook}' was cancelled.{Remark(outcome)}", summary, canceledBy),
            AnsibleRunStatus.Timeout => throw new AnsibleTimeoutException(
                $"Playbook execution timed out: '{request.Playbook}' took longer than "
                + $"{request.Timeout.TotalSeconds:0.###} s and was stopped.{Remark(outcome)}", summary),
            _ => summary,
        };
    }

    private static string Remark(BackendOutcome outcome) => outcome.Remark is null ? "" : $" {outcome.Remark}";

    private static AnsibleRunStatus Status(BackendOutcome outcome, CancellationToken canceledBy) => outcome switch
    {
        { WasStopped: true }
            => canceledBy.IsCancellationRequested ? AnsibleRunStatus.Cancelled : AnsibleRunStatus.Timeout,
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
            // The result must not be lost because a folder stays. But the user must know, as the folder may hold the
            // extra vars.
            ExecutorLog.NotRemoved(_options.Logger, directory.Root, exception);
        }
    }
}
