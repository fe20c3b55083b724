namespace Playbooks.Agent;

/// <summary>
/// Handles the work type <c>run_composed</c>: runs a playbook of a library, with its nested ones. The output is the
/// <see cref="ExecutionReport"/>.
/// </summary>
/// <remarks>
/// The playbook itself must be verified, like nested ones, unless <see cref="WorkBounds.AllowUnverifiedPlaybooks"/> is
/// set.
/// </remarks>
public sealed class RunComposedHandler : IWorkHandler
{
    private static readonly string[] Names = ["playbook", "parameters", "timeout_seconds", "check"];

    private readonly PlaybookEngine _engine;
    private readonly WorkBounds _bounds;

    /// <summary>Creates a handler for the playbooks of the engine's library.</summary>
    /// <param name="engine">Plans and runs them.</param>
    /// <param name="bounds">The bounds of a request; the defaults when null.</param>
    public RunComposedHandler(PlaybookEngine engine, WorkBounds? bounds = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        _engine = engine;
        _bounds = WorkBounds.Checked(bounds);
    }

    /// <inheritdoc/>
    public string WorkType => "run_composed";

    /// <inheritdoc/>
    public async Task<WorkOutcome> HandleAsync(WorkContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        WorkParameters parameters = context.Parameters;
        parameters.AllowOnly(Names);
        string playbook = parameters.GetText("playbook");
        IReadOnlyDictionary<string, object?> values = parameters.GetMap("parameters");
        TimeSpan? timeout = parameters.GetSeconds("timeout_seconds", _bounds.MaximumTimeout);

        PlanningResult planned = await _engine.PlanAsync(playbook, cancellationToken).ConfigureAwait(false);
        if (planned.Plan is not { } plan)
        {
            return WorkOutcome.Failed(new PlaybookInvalidException(planned.Diagnostics).Message);
        }

        if (!_bounds.AllowUnverifiedPlaybooks && plan.Root.State is VerificationState.Unverified or VerificationState.Stale)
        {
            return WorkOutcome.Failed($"Playbook '{playbook}' must be verified before a work request can run it: verify it, or allow it with AllowUnverifiedPlaybooks.");
        }

        RunOptions options = new() { Check = parameters.GetBoolean("check") };
        return await RunAsync(_engine.CreateRun(plan, values, options), timeout, context, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<WorkOutcome> RunAsync(PlaybookRun run, TimeSpan? timeout, WorkContext context, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(timeout ?? Timeout.InfiniteTimeSpan, context.TimeProvider);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        ExecutionReport report;
        try
        {
            report = await run.RunAsync(stop.Token).ConfigureAwait(false);
        }
        catch (PlaybookInvalidException exception)
        {
            return WorkOutcome.Failed(exception.Message);
        }

        bool isTimeOver = report.Status == ExecutionStatus.Cancelled && !cancellationToken.IsCancellationRequested;
        return new WorkOutcome
        {
            Status = report.Status switch
            {
                ExecutionStatus.Completed => WorkStatus.Completed,
                ExecutionStatus.Cancelled when !isTimeOver => WorkStatus.Cancelled,
                _ => WorkStatus.Failed,
            },
            ExitCode = report.Status switch
            {
                ExecutionStatus.Completed => 0,
                ExecutionStatus.Cancelled => null,
                _ => 1,
            },
            Output = report.ToJsonNode(),
            ErrorMessage = isTimeOver ? "Playbook execution timed out" : report.Error,
            ResourcesUsed = new Dictionary<string, object?>(StringComparer.Ordinal) { ["steps"] = (long)(report.Counts.Completed + report.Counts.Failed) },
        };
    }
}
