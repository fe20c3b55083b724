using Playbooks.Ansible;
namespace Playbooks.Agent;

/// <summary>
/// Handles the work type <c>run_playbook</c>: runs an Ansible playbook of a repository. The output is the
/// <see cref="ExecutionSummary"/>.
/// </summary>
public sealed class RunPlaybookHandler : IWorkHandler
{
    private static readonly string[] Names = ["playbook_path", .. AnsibleWork.ParameterNames];

    private readonly AnsibleExecutor _executor;
    private readonly FailureAnalysis _analysis;
    private readonly WorkBounds _bounds;

    /// <summary>Creates a handler for the Ansible playbooks of one repository.</summary>
    /// <param name="executor">Runs the playbooks.</param>
    /// <param name="analyzer">Analyzes a playbook whose run failed, when the request asks for it; null when requests
    /// cannot.</param>
    /// <param name="bounds">The bounds of a request; the defaults when null.</param>
    public RunPlaybookHandler(AnsibleExecutor executor, PlaybookAnalyzer? analyzer = null, WorkBounds? bounds = null)
    {
        ArgumentNullException.ThrowIfNull(executor);
        _executor = executor;
        _analysis = new FailureAnalysis(analyzer);
        _bounds = WorkBounds.Checked(bounds);
    }

    /// <inheritdoc/>
    public string WorkType => "run_playbook";

    /// <inheritdoc/>
    public async Task<WorkOutcome> HandleAsync(WorkContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        WorkParameters parameters = context.Parameters;
        parameters.AllowOnly(Names);
        string playbook = parameters.GetText("playbook_path");
        bool analyze = _analysis.IsAskedFor(parameters);
        AnsibleRequest request = AnsibleWork.Request(parameters, _executor.Repository, playbook, "playbook_path", _bounds) with { Redactor = context.Redactor };
        WorkOutcome outcome = await AnsibleWork.RunAsync(_executor, request, playbook, cancellationToken).ConfigureAwait(false);
        return analyze ? await _analysis.AddAsync(outcome, request.Playbook, cancellationToken).ConfigureAwait(false) : outcome;
    }
}
