using System.Diagnostics;
using Playbooks.Ansible.Events;
using Playbooks.Diagnostics;

namespace Playbooks.Agent;

/// <summary>
/// Takes work requests and has each one done by the handler of its work type. It always gives back one result and never
/// throws.
/// </summary>
/// <remarks>
/// Safe for use by many threads. A task id is worked on once. A caller who asks for it again gets the stored result; a
/// caller who asks while it is under way waits for it. The agent itself knows no repository: its handlers do.
/// </remarks>
/// <example>
/// <code>
/// AnsibleExecutor ansible = new("~/infrastructure");
/// InfrastructureAgent agent = new([new RunPlaybookHandler(ansible)]);
/// WorkResult result = await agent.ExecuteAsync(new WorkRequest
/// {
///     TaskId = "42",
///     WorkType = "run_playbook",
///     Parameters = new Dictionary&lt;string, object?&gt; { ["playbook_path"] = "site.yml" },
/// });
/// Console.WriteLine(result.IsCompleted ? "done" : result.ErrorMessage);
/// </code>
/// </example>
public sealed class InfrastructureAgent
{
    private const int LongestErrorMessage = 10_000;

    private readonly Dictionary<string, IWorkHandler> _handlers;
    private readonly InfrastructureAgentOptions _options;
    private readonly IWorkResultStore _results;
    private readonly WorkLedger _ledger;

    /// <summary>Creates an agent for the work types of these handlers.</summary>
    /// <param name="handlers">One handler for each work type.</param>
    /// <param name="options">The agent's options; the defaults when null.</param>
    /// <exception cref="ArgumentException">Two handlers have the same work type, one has none, or an option has no
    /// sensible value.</exception>
    public InfrastructureAgent(IEnumerable<IWorkHandler> handlers, InfrastructureAgentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        _options = options ?? new InfrastructureAgentOptions();
        OptionFaults.ThrowIfAny(_options.FindFaults(), nameof(options));
        _handlers = new Dictionary<string, IWorkHandler>(StringComparer.Ordinal);
        foreach (IWorkHandler handler in handlers)
        {
            Add(handler);
        }

        _results = _options.Results ?? new InMemoryWorkResultStore();
        _ledger = new WorkLedger(_results);
    }

    /// <summary>The name with which the agent signs its results.</summary>
    public string AgentId => _options.AgentId;

    /// <summary>The work types that it takes, by name.</summary>
    public IReadOnlyList<string> WorkTypes => [.. _handlers.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Does a piece of work that is given as JSON.</summary>
    /// <param name="utf8Json">The request, in UTF-8. Anything that is not a request gives a failed result.</param>
    /// <param name="cancellationToken">Stops the work; its result is then a cancelled one.</param>
    public async Task<WorkResult> ExecuteAsync(ReadOnlyMemory<byte> utf8Json, CancellationToken cancellationToken = default)
    {
        if (utf8Json.Length > _options.MaximumRequestBytes)
        {
            return Refused("", $"The work request is larger than {_options.MaximumRequestBytes:N0} bytes.");
        }

        WorkRequest request;
        try
        {
            request = WorkRequest.FromJson(utf8Json);
        }
        catch (WorkRequestException exception)
        {
            return Refused(WorkRequestReader.TaskIdOf(utf8Json), exception.Message);
        }

        return await ExecuteAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Refuses a request that no handler would get, so that the caller can be told at once.</summary>
    /// <exception cref="WorkRequestException">A field is out of bounds, or this agent does not do such
    /// work.</exception>
    public void Check(WorkRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        WorkRequestCheck.ThrowIfInvalid(request);
        if (!_handlers.ContainsKey(request.WorkType))
        {
            throw new WorkRequestException("work_type", $"Unknown work_type: {request.WorkType}");
        }
    }

    /// <summary>Does a piece of work.</summary>
    /// <param name="request">The work.</param>
    /// <param name="cancellationToken">Stops the work; its result is then a cancelled one. A caller that waits for work
    /// of another caller only stops waiting.</param>
    public async Task<WorkResult> ExecuteAsync(WorkRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        // Look for secrets only after the check: before it, the values may be nested without an end.
        Redactor redactor = new();
        try
        {
            Check(request);
            IWorkHandler handler = _handlers[request.WorkType];

            string digest = RequestDigest.Of(request, _options.MaximumRequestBytes);
            redactor.AddAll(request.Parameters);
            redactor.AddAll(request.Hints);
            bool isOwn = false;
            WorkResult result = await _ledger.GetOrAddAsync(
                request.TaskId,
                digest,
                () =>
                {
                    isOwn = true;
                    return DoAsync(handler, request, digest, redactor, cancellationToken);
                },
                cancellationToken).ConfigureAwait(false);
            if (!isOwn)
            {
                AgentLog.Repeated(_options.Logger, request.TaskId);
            }

            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Unworked(request, WorkStatus.Cancelled, "The caller stopped waiting before there was a result.");
        }
        catch (WorkRequestException exception)
        {
            return Refused(request, redactor.Mask(exception.Message));
        }
        catch (Exception exception)
        {
            // The store failed, or a value has an unknown type. The sender still gets an answer.
            Report(request, redactor, exception);
            return Unworked(request, WorkStatus.Failed, redactor.Mask(MessageOf(exception)));
        }
    }

    private void Add(IWorkHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        if (string.IsNullOrWhiteSpace(handler.WorkType))
        {
            throw new ArgumentException($"The handler {handler.GetType()} has no work type: give it a name in snake case.", nameof(handler));
        }

        if (!_handlers.TryAdd(handler.WorkType, handler))
        {
            throw new ArgumentException($"Two handlers do '{handler.WorkType}', {_handlers[handler.WorkType].GetType()} and {handler.GetType()}: leave one out.", nameof(handler));
        }
    }

    private async Task<WorkResult> DoAsync(IWorkHandler handler, WorkRequest request, string digest, Redactor redactor, CancellationToken cancellationToken)
    {
        using Activity? activity = WorkTelemetry.Start(request);
        AgentLog.Began(_options.Logger, request.TaskId, request.WorkType);
        long started = _options.TimeProvider.GetTimestamp();
        WorkOutcome outcome = await HandleAsync(handler, request, redactor, cancellationToken).ConfigureAwait(false);
        WorkResult result = new()
        {
            TaskId = request.TaskId,
            Status = outcome.Status,
            ExitCode = outcome.ExitCode,
            Output = outcome.Output is null ? null : OutputJson.Write(outcome.Output, redactor),
            ErrorMessage = outcome.Status == WorkStatus.Completed ? null : ErrorOf(outcome, redactor),
            DurationMs = (long)_options.TimeProvider.GetElapsedTime(started).TotalMilliseconds,
            AgentId = AgentId,
            TraceId = WorkTelemetry.TraceIdOf(request, activity),
            RequestId = request.RequestId,
            ResourcesUsed = redactor.Mask(outcome.ResourcesUsed),
        };
        WorkTelemetry.End(activity, result);
        AgentLog.Ended(_options.Logger, request.TaskId, request.WorkType, result.Status, result.DurationMs);
        await KeepAsync(new StoredWork(digest, result)).ConfigureAwait(false);
        return result;
    }

    private async Task<WorkOutcome> HandleAsync(IWorkHandler handler, WorkRequest request, Redactor redactor, CancellationToken cancellationToken)
    {
        try
        {
            WorkContext context = new(request, AgentId, _options.Logger, _options.TimeProvider, redactor);
            return await handler.HandleAsync(context, cancellationToken).ConfigureAwait(false)
                ?? WorkOutcome.Failed($"The handler of '{request.WorkType}' gave no outcome.");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new WorkOutcome { Status = WorkStatus.Cancelled };
        }
        catch (WorkRequestException exception)
        {
            return WorkOutcome.Failed(exception.Message);
        }
        catch (Exception exception)
        {
            Report(request, redactor, exception);
            return WorkOutcome.Failed(MessageOf(exception));
        }
    }

    private async Task KeepAsync(StoredWork work)
    {
        try
        {
            await _results.SaveAsync(work, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The work is done. A result that cannot be kept is still given to the caller.
            AgentLog.NotKept(_options.Logger, work.Result.TaskId, exception);
        }
    }

    // Log the exception itself only when it holds no secret: a logger writes all of it.
    private void Report(WorkRequest request, Redactor redactor, Exception exception)
    {
        string details = exception.ToString();
        string masked = redactor.Mask(details);
        bool isClean = ReferenceEquals(details, masked);
        AgentLog.Failed(_options.Logger, request.TaskId ?? "", request.WorkType ?? "", isClean ? exception.Message : masked, isClean ? exception : null);
    }

    private static string ErrorOf(WorkOutcome outcome, Redactor redactor)
    {
        string fallback = outcome.Status == WorkStatus.Cancelled ? "The work was cancelled." : "The work failed and did not say why.";
        string message = string.IsNullOrWhiteSpace(outcome.ErrorMessage) ? fallback : redactor.Mask(outcome.ErrorMessage);
        return TerminalText.Shorten(message, LongestErrorMessage);
    }

    private static string MessageOf(Exception exception) => string.IsNullOrWhiteSpace(exception.Message) ? exception.GetType().Name : exception.Message;

    private WorkResult Refused(WorkRequest request, string reason)
    {
        string shortened = TerminalText.Shorten(reason, LongestErrorMessage);
        AgentLog.Refused(_options.Logger, request.TaskId ?? "", shortened);
        return Unworked(request, WorkStatus.Failed, shortened);
    }

    private WorkResult Refused(string taskId, string reason)
    {
        AgentLog.Refused(_options.Logger, taskId, reason);
        return new WorkResult { TaskId = taskId, Status = WorkStatus.Failed, ErrorMessage = TerminalText.Shorten(reason, LongestErrorMessage), AgentId = AgentId };
    }

    private WorkResult Unworked(WorkRequest request, WorkStatus status, string reason) => new()
    {
        TaskId = request.TaskId ?? "",
        Status = status,
        ErrorMessage = TerminalText.Shorten(reason, LongestErrorMessage),
        AgentId = AgentId,
        TraceId = WorkTelemetry.TraceIdOf(request, activity: null),
        RequestId = request.RequestId,
    };
}
