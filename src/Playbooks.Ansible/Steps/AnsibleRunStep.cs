using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Playbooks.Ansible;

/// <summary>The step type <c>ansible.run</c>: runs an Ansible playbook and gives its summary to later steps.</summary>
/// <remarks>
/// A failed run fails the step, with the first key error; the step has its outputs even so. The step's own time limit
/// applies (600 seconds when its playbook names none), and ends the run without leaving a process on this machine.
/// In a run that only predicts, Ansible is given <c>--check --diff</c>.
/// </remarks>
/// <example>
/// <code>
/// steps:
///   - id: deploy
///     name: "Deploy the web tier"
///     type: ansible.run
///     parameters:
///       repository: "infrastructure"
///       playbook: "site.yml"
///       limit: "web"
///       extra_vars: { version: "{{ parameter.version }}" }
/// </code>
/// </example>
public sealed class AnsibleRunStep : IStepHandler, IAsyncDisposable
{
    private readonly AnsibleExecutorOptions _options;
    private readonly string? _repository;
    private ConcurrentDictionary<string, AnsibleExecutor>? _executors;

    /// <summary>Makes a handler for steps that run Ansible on this machine.</summary>
    /// <param name="options">The options of Ansible's runs; the defaults when null.</param>
    /// <param name="repository">The Ansible repository of steps that name none; null for the library's root
    /// folder.</param>
    public AnsibleRunStep(AnsibleExecutorOptions? options = null, string? repository = null)
    {
        _options = options ?? new AnsibleExecutorOptions();
        _repository = repository;
    }

    /// <inheritdoc/>
    public StepDefinition Definition => AnsibleRunDefinition.Instance;

    /// <inheritdoc/>
    public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        AnsibleExecutor executor = Executor(context.Arguments, context.RootDirectory);
        AnsibleRequest request = AnsibleStepRequest.From(context.Arguments, context.IsCheck, context.Redactor);
        context.Log(
            LogLevel.Information, $"Running the Ansible playbook '{request.Playbook}' of '{executor.Repository}'.");

        ExecutionSummary summary = await executor.ExecuteAsync(request, new StepProgress(context), cancellationToken)
            .ConfigureAwait(false);
        if (summary.NothingRan)
        {
            context.Log(LogLevel.Warning, $"The Ansible playbook '{request.Playbook}' did nothing on any host: look at "
                + "its hosts, the inventory, limit and tags.");
        }

        return summary.ToStepResult();
    }

    /// <summary>Cancels the runs under way, and ends what is kept for later ones. Dependency injection containers call
    /// it by themselves.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (AnsibleExecutor executor in _executors?.Values ?? [])
        {
            await executor.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Asks Ansible what every <c>ansible.run</c> step of a plan would do, nested ones included, one after the
    /// other. No task runs, and no host is connected to.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="rootDirectory">The library's root folder.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<AnsibleStepPreview>> PreviewAsync(
        PlaybookPlan plan, string rootDirectory, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        List<AnsibleStepPreview> previews = [];
        foreach ((string address, PlannedStep step) in Steps(plan.Root, ""))
        {
            try
            {
                previews.Add(new(
                    address,
                    await PlaysOfAsync(step, rootDirectory, cancellationToken).ConfigureAwait(false),
                    null));
            }
            catch (AnsibleException exception)
            {
                previews.Add(new(address, null, exception.Message));
            }
        }

        return previews;
    }

    private IEnumerable<(string Address, PlannedStep Step)> Steps(PlannedPlaybook playbook, string prefix)
    {
        foreach (PlannedStep step in playbook.Steps.Concat(playbook.Finally))
        {
            string address = prefix + step.Step.Id;
            if (step.Step.Type == Definition.Type)
            {
                yield return (address, step);
            }

            foreach ((string, PlannedStep) nested in step.Nested is null ? [] : Steps(step.Nested, $"{address}/"))
            {
                yield return nested;
            }
        }
    }

    private async Task<IReadOnlyList<AnsiblePlay>?> PlaysOfAsync(
        PlannedStep step, string rootDirectory, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, object?> constants = step.Constants;
        string[] deciding = ["playbook", "repository", "inventory", "limit", "tags", "skip_tags", "start_at_task"];
        if (!deciding.All(constants.ContainsKey))
        {
            return null;
        }

        AnsibleRequest request =
            AnsibleStepRequest.From(constants, isCheck: true) with { Timeout = AnsibleRequest.DefaultTimeout };
        return await Executor(constants, rootDirectory).ListPlaysAsync(request, cancellationToken)
            .ConfigureAwait(false);
    }

    private AnsibleExecutor Executor(IReadOnlyDictionary<string, object?> arguments, string rootDirectory)
    {
        string repository = arguments.GetValueOrDefault("repository") as string ?? _repository ?? rootDirectory;
        string path = repository.StartsWith('~') ? repository : Path.GetFullPath(repository, rootDirectory);
        return LazyInitializer.EnsureInitialized(ref _executors, () => new(StringComparer.Ordinal))
            .GetOrAdd(path, static (folder, options) => new AnsibleExecutor(folder, options), _options);
    }

    /// <summary>Passes the executor's reports on as the step's progress.</summary>
    private sealed class StepProgress(StepContext context) : IProgress<AnsibleProgress>
    {
        public void Report(AnsibleProgress value) => context.ReportProgress(value.ToString());
    }
}
