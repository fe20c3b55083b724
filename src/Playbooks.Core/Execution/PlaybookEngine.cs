using Playbooks.Diagnostics;
using Playbooks.Storage;

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
    /// <exception cref="ArgumentException">Two step handlers have the same type, or options have no sensible value; all of them are named.</exception>
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
        _planner = new PlaybookPlanner(library.Store, Steps, _options.MaximumNestingDepth, _options.Strict, _options.AllowProcesses);
    }

    /// <summary>The playbooks.</summary>
    public PlaybookLibrary Library { get; }

    /// <summary>The runs that its execution store keeps.</summary>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    public ExecutionHistory History => new(Store, Steps, _options, Library.TimeProvider);

    /// <summary>The step types, in the order of their names; <c>playbook.run</c>, which the engine does itself, is among them.</summary>
    public IReadOnlyList<StepDefinition> StepTypes => [.. Steps.Definitions];

    internal StepRegistry Steps { get; }

    /// <summary>A JSON Schema (2020-12) of playbooks with these step types, with which editors complete and check a file.</summary>
    public string WriteSchema() => PlaybookSchema.Write(Steps);

    /// <summary>Resolves and checks the whole nest below a playbook, without running anything.</summary>
    /// <param name="path">From the library's root, with <c>/</c>.</param>
    /// <exception cref="VerificationLockException">The verification records cannot be read.</exception>
    public Task<PlanningResult> PlanAsync(string path, CancellationToken cancellationToken = default)
        => PlaybookPath.TryParse(path, out PlaybookPath? parsed, out string? problem)
            ? _planner.PlanAsync(parsed, cancellationToken)
            : Task.FromResult(new PlanningResult { Diagnostics = [DiagnosticDescriptors.OutsideRoot.At(default, problem)] });

    /// <summary>A run of that plan, not yet started.</summary>
    /// <param name="plan">From <see cref="PlanAsync"/> of an engine with the same step types.</param>
    /// <param name="parameters">What the root playbook is given, by name.</param>
    /// <param name="options">How it is run; in earnest when null.</param>
    public PlaybookRun CreateRun(PlaybookPlan plan, IReadOnlyDictionary<string, object?>? parameters = null, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return CreateRun(plan, NewExecutionId(), new RunOrigin { Given = parameters ?? PlaybookValues.EmptyMap, Options = options ?? new RunOptions() });
    }

    /// <summary>Continues a run whose process died, with the plan that it began with: what has ended is taken from its journal, nothing of it runs again.</summary>
    /// <param name="executionId">The run.</param>
    /// <param name="options">What the journal does not hold: secrets, and what became of steps that were under way.</param>
    /// <returns>The run, not yet started; this process holds its lease.</returns>
    /// <exception cref="ResumeException">There is no such run, it has ended, or another process carries it on.</exception>
    /// <exception cref="RunInDoubtException">It was interrupted within steps that may not be repeated, and nobody has said what became of them.</exception>
    /// <exception cref="PlaybookInvalidException">A secret parameter was not given again, or its plan does not suit this engine.</exception>
    /// <exception cref="ExecutionStoreException">The history cannot be read or written.</exception>
    /// <exception cref="InvalidOperationException">The engine has no execution store.</exception>
    public async Task<PlaybookRun> ResumeAsync(string executionId, ResumeOptions? options = null, CancellationToken cancellationToken = default)
    {
        (PlaybookPlan plan, RunOrigin origin) = await new RunResumer(_options, Steps, Library.TimeProvider, Store)
            .ResumeAsync(executionId, options ?? new ResumeOptions(), cancellationToken).ConfigureAwait(false);
        return CreateRun(plan, executionId, origin);
    }

    /// <summary>A new run of a playbook as it is now, from a step on, with what the steps before it gave in an earlier run.</summary>
    /// <param name="executionId">The earlier run.</param>
    /// <param name="from">The address of the first step that is to run, such as <c>deploy</c> or <c>deploy/restart</c>.</param>
    /// <param name="parameters">What is given in place of, or besides, what the earlier run was given; secrets have to be given again.</param>
    /// <returns>The run, not yet started.</returns>
    /// <exception cref="ResumeException">There is no such run or step, or a step before it has not completed in that run.</exception>
    /// <exception cref="PlaybookInvalidException">The playbook has errors now, or a secret parameter was not given again.</exception>
    /// <exception cref="ExecutionStoreException">The history cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The engine has no execution store.</exception>
    public async Task<PlaybookRun> RerunAsync(
        string executionId, string from, IReadOnlyDictionary<string, object?>? parameters = null, CancellationToken cancellationToken = default)
    {
        StoredRun earlier = await RunResumer.FindAsync(Store, executionId, cancellationToken).ConfigureAwait(false);
        PlaybookPlan plan = (await PlanAsync(earlier.Playbook, cancellationToken).ConfigureAwait(false)).EnsurePlanned();
        IReadOnlyList<JournalEntry> journal = await Store.ReadJournalAsync(executionId, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<JournalEntry> kept = RerunSelection.Select(executionId, plan, journal, from, Library.TimeProvider.GetUtcNow());
        string rerun = NewExecutionId();
        return CreateRun(plan, rerun, new RunOrigin
        {
            Given = StoredParameters.ForRerun(plan.Root.Playbook, earlier.Parameters, parameters ?? PlaybookValues.EmptyMap),
            Replay = new JournalReplay(rerun, plan, kept),
            Earlier = kept,
            RerunOf = executionId,
        });
    }

    /// <summary>Plans a playbook and runs it to its end.</summary>
    /// <param name="path">From the library's root, with <c>/</c>.</param>
    /// <param name="parameters">What it is given, by name.</param>
    /// <param name="cancellationToken">Cancels the run, which then ends with <see cref="ExecutionStatus.Cancelled"/>.</param>
    /// <returns>The report; a playbook that fails is a report too.</returns>
    /// <exception cref="PlaybookInvalidException">The nest or the parameters have errors; nothing ran.</exception>
    /// <exception cref="VerificationLockException">The verification records cannot be read.</exception>
    /// <exception cref="ExecutionStoreException">The run could not be entered into the history; nothing ran.</exception>
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
    /// <exception cref="NotProvenException">A run is required, and this exact content has not completed in this history.</exception>
    /// <exception cref="VerificationLockException">The verification records cannot be read or written.</exception>
    public async Task<VerificationRecord> VerifyAsync(string path, Verification? verification = null, CancellationToken cancellationToken = default)
    {
        PlaybookPlan plan = (await PlanAsync(path, cancellationToken).ConfigureAwait(false)).EnsurePlanned();
        verification ??= new Verification();
        if (verification.RequireRun || _options.RequireRunToVerify)
        {
            verification = verification with { Run = await History.FindProofAsync(plan, verification.Run, cancellationToken).ConfigureAwait(false) };
        }

        return await Verifier.VerifyAsync(Library, plan, verification, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Withdraws the approval of a playbook.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ArgumentException">That is no path.</exception>
    /// <exception cref="VerificationLockException">The verification records cannot be read or written.</exception>
    public Task<bool> UnverifyAsync(string path, CancellationToken cancellationToken = default)
        => Verifier.UnverifyAsync(Library, PlaybookPath.Parse(path), cancellationToken);

    private IExecutionStore Store => _options.ExecutionStore ?? throw new InvalidOperationException(
        $"The engine has no execution store; set {nameof(PlaybookEngineOptions)}.{nameof(PlaybookEngineOptions.ExecutionStore)}.");

    private string NewExecutionId() => Guid.CreateVersion7(Library.TimeProvider.GetUtcNow()).ToString("N");

    private PlaybookRun CreateRun(PlaybookPlan plan, string executionId, RunOrigin origin)
    {
        EventHub events = new(Library.TimeProvider);
        return new PlaybookRun(plan, executionId, events, new RunExecutor(Library, _options, origin, events));
    }
}
