namespace Playbooks;

/// <summary>Plans, verifies and runs the playbooks of a library. It keeps no state: one serves any number of runs at a time.</summary>
/// <example>
/// <code>
/// PlaybookEngine engine = new(new PlaybookLibrary("playbooks"));
/// ExecutionReport report = await engine.RunAsync("site_setup.yaml", new Dictionary&lt;string, object?&gt; { ["site"] = "north" });
/// report.EnsureSucceeded();
/// </code>
/// </example>
public sealed class PlaybookEngine
{
    private readonly PlaybookEngineOptions _options;
    private readonly PlaybookPlanner _planner;

    /// <summary>An engine over that library.</summary>
    /// <exception cref="ArgumentException">Two step handlers have the same type, or an option is out of its range.</exception>
    public PlaybookEngine(PlaybookLibrary library, PlaybookEngineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(library);
        Library = library;
        _options = options ?? new PlaybookEngineOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(_options.Planner.MaximumNestingDepth, nameof(options));
        Steps = new StepRegistry([.. BuiltInSteps.Create(_options), .. _options.Steps]);
        _planner = new PlaybookPlanner(library, Steps, _options.Planner, _options.AllowProcesses);
    }

    /// <summary>The playbooks.</summary>
    public PlaybookLibrary Library { get; }

    /// <summary>The step types.</summary>
    public StepRegistry Steps { get; }

    /// <summary>Resolves and checks the whole nest below a playbook, without running anything.</summary>
    /// <param name="path">From the library's root, with <c>/</c>.</param>
    /// <exception cref="VerificationLockException">The verification records cannot be read.</exception>
    public async Task<PlanningResult> PlanAsync(string path, CancellationToken cancellationToken = default)
        => PlaybookPath.TryParse(path, out PlaybookPath? parsed, out string? problem)
            ? await _planner.PlanAsync(parsed, cancellationToken).ConfigureAwait(false)
            : new PlanningResult { Diagnostics = [DiagnosticDescriptors.OutsideRoot.At(default, problem)] };

    /// <summary>A run of that plan, not yet started.</summary>
    /// <param name="plan">From <see cref="PlanAsync"/> of an engine with the same step types.</param>
    /// <param name="parameters">What the root playbook is given, by name.</param>
    public PlaybookRun CreateRun(PlaybookPlan plan, IReadOnlyDictionary<string, object?>? parameters = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        EventHub events = new(Library.TimeProvider);
        return new PlaybookRun(plan, Guid.CreateVersion7().ToString("N"), events, (run, cancellationToken)
            => ExecuteAsync(run, events, parameters ?? PlaybookValues.EmptyMap, cancellationToken));
    }

    /// <summary>Plans a playbook and runs it to its end.</summary>
    /// <param name="path">From the library's root, with <c>/</c>.</param>
    /// <param name="parameters">What it is given, by name.</param>
    /// <param name="cancellationToken">Cancels the run, which then ends with <see cref="ExecutionStatus.Cancelled"/>.</param>
    /// <returns>The report; a playbook that fails is a report too.</returns>
    /// <exception cref="PlaybookInvalidException">The nest or the parameters have errors; nothing ran.</exception>
    /// <exception cref="VerificationLockException">The verification records cannot be read.</exception>
    public async Task<ExecutionReport> RunAsync(
        string path, IReadOnlyDictionary<string, object?>? parameters = null, CancellationToken cancellationToken = default)
    {
        PlanningResult planning = await PlanAsync(path, cancellationToken).ConfigureAwait(false);
        return await CreateRun(planning.EnsurePlanned(), parameters).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Records that the exact content of a playbook, and of all below it, is approved, so that it can be used as a step.</summary>
    /// <param name="path">From the library's root, with <c>/</c>.</param>
    /// <param name="verification">Who approves, and why.</param>
    /// <exception cref="PlaybookInvalidException">It does not plan without errors; nothing was recorded.</exception>
    /// <exception cref="VerificationLockException">The verification records cannot be read or written.</exception>
    public async Task<VerificationRecord> VerifyAsync(string path, Verification? verification = null, CancellationToken cancellationToken = default)
    {
        PlaybookPlan plan = (await PlanAsync(path, cancellationToken).ConfigureAwait(false)).EnsurePlanned();
        return await Verifier.VerifyAsync(Library, plan, verification ?? new Verification(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Withdraws the approval of a playbook.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ArgumentException">That is no path.</exception>
    /// <exception cref="VerificationLockException">The verification records cannot be read or written.</exception>
    public Task<bool> UnverifyAsync(string path, CancellationToken cancellationToken = default)
        => Verifier.UnverifyAsync(Library, PlaybookPath.Parse(path), cancellationToken);

    private async Task<ExecutionReport> ExecuteAsync(
        PlaybookRun run, EventHub events, IReadOnlyDictionary<string, object?> given, CancellationToken cancellationToken)
    {
        Redactor redactor = new();
        CredentialCache credentials = new(_options.Credentials, redactor);
        RunState state = new()
        {
            ExecutionId = run.ExecutionId,
            StartedAt = Library.TimeProvider.GetUtcNow(),
            RootDirectory = Library.RootDirectory,
            TimeProvider = Library.TimeProvider,
            CancellationGrace = _options.CancellationGrace,
            Redactor = redactor,
            Credentials = credentials,
            Events = events,
            Logger = _options.Logger,
        };
        IReadOnlyDictionary<string, object?> parameters;
        try
        {
            parameters = await BindAsync(run.Plan, given, credentials, redactor, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A cancelled run is a report: the runner makes it, and starts no step.
            parameters = PlaybookValues.EmptyMap;
        }

        string path = run.Plan.Root.Path;
        EngineLog.RunStarted(state.Logger, run.ExecutionId, path);
        events.Publish(new RunStarted { Timestamp = state.StartedAt, ExecutionId = run.ExecutionId, Plan = run.Plan });
        PlaybookOutcome outcome = await new PlaybookRunner(state).RunAsync(run.Plan.Root, parameters, caller: null, cancellationToken).ConfigureAwait(false);
        ExecutionReport report = outcome.Report;
        events.Publish(new RunFinished { Timestamp = events.Now, Report = report });
        EngineLog.RunFinished(state.Logger, run.ExecutionId, path, report.Status, (long)report.Duration.TotalMilliseconds, report.Error);
        return report;
    }

    /// <summary>Everything that the run needs from outside, before its first step.</summary>
    private async Task<Dictionary<string, object?>> BindAsync(
        PlaybookPlan plan, IReadOnlyDictionary<string, object?> given, CredentialCache credentials, Redactor redactor, CancellationToken cancellationToken)
    {
        List<Diagnostic> problems = [];
        foreach (string name in plan.Credentials)
        {
            if (await credentials.FindAsync(name, cancellationToken).ConfigureAwait(false) is null)
            {
                problems.Add(DiagnosticDescriptors.UnknownCredential.At(new(plan.Root.Path, 0, 0), $"The credential '{name}' is not known"));
            }
        }

        redactor.AddAll(given);
        ParameterBinder binder = new(Library.RootDirectory, credentials, redactor);
        (Dictionary<string, object?> values, List<Diagnostic> unfit) = await binder.BindAsync(plan.Root.Playbook, given, cancellationToken).ConfigureAwait(false);
        problems.AddRange(unfit.Where(problem => !problems.Exists(known => known.Message == problem.Message)));
        return problems.Count == 0 ? values : throw new PlaybookInvalidException(problems);
    }
}
