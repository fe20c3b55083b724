using Playbooks.Diagnostics;
using Playbooks.Storage;

namespace Playbooks;

/// <summary>
/// Plans, verifies and runs the playbooks of a library. An engine has no state: one can serve any number of runs at a
/// time.
/// </summary>
/// <example>
/// <code>
/// PlaybookEngine engine = new(new PlaybookLibrary("playbooks"));
/// ExecutionReport report = await engine.RunAsync("site_setup.yaml", new Dictionary&lt;string, object?&gt; { ["site"] =
/// "north" });
/// report.EnsureSucceeded();
/// </code>
/// </example>
public sealed class PlaybookEngine
{
    private readonly PlaybookEngineOptions _options;
    private readonly PlaybookPlanner _planner;

    /// <summary>Makes an engine for a library.</summary>
    /// <exception cref="ArgumentException">Two step handlers have the same type, or options have invalid values. The
    /// message names all of them.</exception>
    public PlaybookEngine(PlaybookLibrary library, PlaybookEngineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(library);
        Library = library;
        _options = options is null ? new PlaybookEngineOptions() : options with { };
        OptionFaults.ThrowIfAny(_options.FindFaults(), nameof(options));
        if (_options.ExecutionStore is IExecutionStore store)
        {
            _options.ExecutionStore = new GuardedExecutionStore(store, library.TimeProvider, _options.LeaseDuration);
        }

        Steps = new StepRegistry(BuiltInSteps.With(_options));
        _planner = new PlaybookPlanner(
            library.Store, Steps, _options.MaximumNestingDepth, _options.Strict, _options.AllowProcesses);
    }

    /// <summary>The library of playbooks.</summary>
    public PlaybookLibrary Library { get; }

    /// <summary>The runs that the execution store keeps.</summary>
    /// <exception cref="InvalidOperationException">The engine has no execution store.</exception>
    public ExecutionHistory History => new(Store, Steps, _options, Library.TimeProvider);

    /// <summary>
    /// The step types, sorted by name. <c>playbook.run</c>, which the engine runs itself, is among them.
    /// </summary>
    public IReadOnlyList<StepDefinition> StepTypes => [.. Steps.Definitions];

    internal StepRegistry Steps { get; }

    /// <summary>
    /// Writes a JSON Schema (2020-12) of playbooks with these step types. Editors use it to complete and check a file.
    /// </summary>
    public string WriteSchema() => PlaybookSchema.Write(Steps);

    /// <summary>Resolves and checks the whole nest below a playbook, without running anything.</summary>
    /// <param name="path">The playbook's path from the library's root, with <c>/</c>.</param>
    /// <exception cref="VerificationLockException">The verification records cannot be read.</exception>
    public Task<PlanningResult> PlanAsync(string path, CancellationToken cancellationToken = default)
        => PlaybookPath.TryParse(path, out PlaybookPath? parsed, out string? problem)
            ? _planner.PlanAsync(parsed, cancellationToken)
            : Task.FromResult(new PlanningResult
            {
                Diagnostics = [DiagnosticDescriptors.OutsideRoot.At(default, problem)],
            });

    /// <summary>Makes a run of a plan. It is not started yet.</summary>
    /// <param name="plan">The plan, from <see cref="PlanAsync"/> of an engine with the same step types.</param>
    /// <param name="parameters">The parameters of the root playbook, by name.</param>
    /// <param name="options">The options of the run; null for a real run.</param>
    public PlaybookRun CreateRun(
        PlaybookPlan plan, IReadOnlyDictionary<string, object?>? parameters = null, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        RunOrigin origin = new()
        {
            Given = parameters ?? PlaybookValues.EmptyMap,
            Options = options ?? new RunOptions(),
        };
        return CreateRun(plan, NewExecutionId(), origin);
    }

    /// <summary>
    /// Continues a run whose process died, with the plan that it began with. Steps that have ended do not run again:
    /// their results come from the journal.
    /// </summary>
    /// <param name="executionId">The id of the run.</param>
    /// <param name="options">The input that the journal does not hold: secrets, and decisions about steps that were
    /// under way.</param>
    /// <returns>The run, which is not started yet. This process holds its lease.</returns>
    /// <exception cref="ResumeException">The run does not exist or has ended, or another process carries it
    /// on.</exception>
    /// <exception cref="RunInDoubtException">The run was interrupted within steps that must not be repeated, and there
    /// is no decision about them.</exception>
    /// <exception cref="PlaybookInvalidException">A secret parameter was not given again, or this engine cannot plan
    /// the playbooks.</exception>
    /// <exception cref="ExecutionStoreException">The history cannot be read or written.</exception>
    /// <exception cref="InvalidOperationException">The engine has no execution store.</exception>
    public async Task<PlaybookRun> ResumeAsync(
        string executionId, ResumeOptions? options = null, CancellationToken cancellationToken = default)
    {
        (PlaybookPlan plan, RunOrigin origin) = await new RunResumer(_options, Steps, Library.TimeProvider, Store)
            .ResumeAsync(executionId, options ?? new ResumeOptions(), cancellationToken).ConfigureAwait(false);
        return CreateRun(plan, executionId, origin);
    }

    /// <summary>
    /// Makes a new run of a playbook as it is now, beginning at a step. The steps before it do not run; their outputs
    /// come from an earlier run.
    /// </summary>
    /// <param name="executionId">The id of the earlier run.</param>
    /// <param name="from">The address of the first step that is to run, such as <c>deploy</c> or
    /// <c>deploy/restart</c>.</param>
    /// <param name="parameters">Parameters that replace, or add to, those of the earlier run. Secrets have to be given
    /// again.</param>
    /// <returns>The run, which is not started yet.</returns>
    /// <exception cref="ResumeException">The run or the step does not exist, or a step before it has not completed in
    /// that run.</exception>
    /// <exception cref="PlaybookInvalidException">The playbook has errors now, or a secret parameter was not given
    /// again.</exception>
    /// <exception cref="ExecutionStoreException">The history cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The engine has no execution store.</exception>
    public async Task<PlaybookRun> RerunAsync(
        string executionId,
        string from,
        IReadOnlyDictionary<string, object?>? parameters = null,
        CancellationToken cancellationToken = default)
    {
        StoredRun earlier = await RunResumer.FindAsync(Store, executionId, cancellationToken).ConfigureAwait(false);
        PlanningResult planning = await PlanAsync(earlier.Playbook, cancellationToken).ConfigureAwait(false);
        PlaybookPlan plan = planning.EnsurePlanned();
        IReadOnlyList<JournalEntry> journal = await Store
            .ReadJournalAsync(executionId, cancellationToken)
            .ConfigureAwait(false);
        IReadOnlyList<JournalEntry> kept = RerunSelection.Select(
            executionId, plan, journal, from, Library.TimeProvider.GetUtcNow());
        string rerun = NewExecutionId();
        return CreateRun(plan, rerun, new RunOrigin
        {
            Given = StoredParameters.ForRerun(
                plan.Root.Playbook, earlier.Parameters, parameters ?? PlaybookValues.EmptyMap),
            Replay = new JournalReplay(rerun, plan, kept),
            Earlier = kept,
            RerunOf = executionId,
        });
    }

    /// <summary>Plans a playbook and runs it to its end.</summary>
    /// <param name="path">The playbook's path from the library's root, with <c>/</c>.</param>
    /// <param name="parameters">The playbook's parameters, by name.</param>
    /// <param name="cancellationToken">Cancels the run, which then ends with
    /// <see cref="ExecutionStatus.Cancelled"/>.</param>
    /// <returns>The report. A playbook that fails has a report too.</returns>
    /// <exception cref="PlaybookInvalidException">The nest or the parameters have errors; no step ran.</exception>
    /// <exception cref="VerificationLockException">The verification records cannot be read.</exception>
    /// <exception cref="ExecutionStoreException">The run could not be entered into the history; no step
    /// ran.</exception>
    public async Task<ExecutionReport> RunAsync(
        string path,
        IReadOnlyDictionary<string, object?>? parameters = null,
        CancellationToken cancellationToken = default)
    {
        PlanningResult planning = await PlanAsync(path, cancellationToken).ConfigureAwait(false);
        return await CreateRun(planning.EnsurePlanned(), parameters).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Records that the exact content of a playbook, and of every playbook below it, is approved. Then it can be used
    /// as a step.
    /// </summary>
    /// <param name="path">The playbook's path from the library's root, with <c>/</c>.</param>
    /// <param name="verification">The person who approves, and the reason.</param>
    /// <exception cref="PlaybookInvalidException">The playbook does not plan without errors; no approval was
    /// recorded.</exception>
    /// <exception cref="NotProvenException">A run is required, and this exact content has not completed in this
    /// history.</exception>
    /// <exception cref="VerificationLockException">The verification records cannot be read or written.</exception>
    public async Task<VerificationRecord> VerifyAsync(
        string path, Verification? verification = null, CancellationToken cancellationToken = default)
    {
        PlanningResult planning = await PlanAsync(path, cancellationToken).ConfigureAwait(false);
        PlaybookPlan plan = planning.EnsurePlanned();
        verification ??= new Verification();
        if (verification.RequireRun || _options.RequireRunToVerify)
        {
            string run = await History.FindProofAsync(plan, verification.Run, cancellationToken).ConfigureAwait(false);
            verification = verification with { Run = run };
        }

        return await Verifier.VerifyAsync(Library, plan, verification, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Withdraws the approval of a playbook.</summary>
    /// <returns>True when the playbook was approved.</returns>
    /// <exception cref="ArgumentException">The path is not valid.</exception>
    /// <exception cref="VerificationLockException">The verification records cannot be read or written.</exception>
    public Task<bool> UnverifyAsync(string path, CancellationToken cancellationToken = default)
        => Verifier.UnverifyAsync(Library, PlaybookPath.Parse(path), cancellationToken);

    private IExecutionStore Store => _options.ExecutionStore ?? throw new InvalidOperationException(
        $"The engine has no execution store; "
        + $"set {nameof(PlaybookEngineOptions)}.{nameof(PlaybookEngineOptions.ExecutionStore)}.");

    private string NewExecutionId() => Guid.CreateVersion7(Library.TimeProvider.GetUtcNow()).ToString("N");

    private PlaybookRun CreateRun(PlaybookPlan plan, string executionId, RunOrigin origin)
    {
        EventHub events = new(Library.TimeProvider);
        return new PlaybookRun(plan, executionId, events, new RunExecutor(Library, _options, origin, events));
    }
}
