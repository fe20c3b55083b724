using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Playbooks.Ansible;

/// <summary>The step type <c>ansible.run</c>: runs an Ansible playbook and gives its summary to later steps.</summary>
/// <remarks>
/// A failed run fails the step, with the first key error; its outputs are there all the same. The step's own time limit
/// counts (600 seconds when its playbook names none), and ends the run without leaving a process on this machine.
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
public sealed class AnsibleRunStep : IStepHandler
{
    private readonly ConcurrentDictionary<string, AnsibleExecutor> _executors = new(StringComparer.Ordinal);
    private readonly AnsibleExecutorOptions _options;
    private readonly string? _repository;

    /// <summary>For steps that run Ansible on this machine.</summary>
    /// <param name="options">How Ansible is run; the defaults when null.</param>
    /// <param name="repository">The Ansible repository of steps that name none; null for the library's root folder.</param>
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
        AnsibleExecutor executor = Executor(context);
        AnsibleRequest request = Request(context.Arguments);
        context.Log(LogLevel.Information, $"Running the Ansible playbook '{request.Playbook}' of '{executor.Repository}'.");

        ExecutionSummary summary = await executor.ExecuteAsync(request, new StepProgress(context), cancellationToken).ConfigureAwait(false);
        if (summary.NothingRan)
        {
            context.Log(LogLevel.Warning, $"The Ansible playbook '{request.Playbook}' did nothing on any host: look at its hosts, the inventory, limit and tags.");
        }

        return summary.ToStepResult();
    }

    private static AnsibleRequest Request(StepArguments arguments) => new()
    {
        Playbook = arguments.GetString("playbook"),
        Inventory = arguments.GetStringOrDefault("inventory") ?? AnsibleRequest.DefaultInventory,
        Limit = arguments.GetStringOrDefault("limit"),
        Tags = Texts(arguments, "tags"),
        SkipTags = Texts(arguments, "skip_tags"),
        ExtraVars = arguments.GetMap("extra_vars"),
        Check = arguments.GetBoolean("check", fallback: false),
        Diff = arguments.GetBoolean("diff", fallback: false),
        Forks = arguments.ContainsKey("forks") ? (int)Math.Clamp(arguments.GetInteger("forks", 0), 0, int.MaxValue) : null,
        StartAtTask = arguments.GetStringOrDefault("start_at_task"),
        VaultPasswordFile = arguments.GetStringOrDefault("vault_password_file"),

        // The engine knows the step's time limit and says through the token when it is over: a second limit could only disagree.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private static IReadOnlyList<string> Texts(StepArguments arguments, string name)
        => [.. arguments.GetList(name).Select(PlaybookValues.ToText)];

    /// <summary>What the executor tells of the run, the step tells of itself.</summary>
    private sealed class StepProgress(StepContext context) : IProgress<AnsibleProgress>
    {
        public void Report(AnsibleProgress value) => context.ReportProgress(value.ToString());
    }

    private AnsibleExecutor Executor(StepContext context)
    {
        string repository = context.Arguments.GetStringOrDefault("repository") ?? _repository ?? context.RootDirectory;
        string path = repository.StartsWith('~') ? repository : Path.GetFullPath(repository, context.RootDirectory);
        return _executors.GetOrAdd(path, static (folder, options) => new AnsibleExecutor(folder, options), _options);
    }
}
