using System.Text.Json;
using System.Text.Json.Nodes;
using Playbooks.Agent.Discovery;
using Playbooks.Agent.Mapping;
using Playbooks.Ansible;

namespace Playbooks.Agent;

/// <summary>
/// Handles the work type <c>deploy_service</c>: runs the Ansible playbook that an intent means. The output is the
/// <see cref="ExecutionSummary"/>, with the mapping.
/// </summary>
/// <remarks>
/// When the mapper selects no playbook, nothing runs, and the work fails with the mapping's suggestion.
/// </remarks>
public sealed class DeployServiceHandler : IWorkHandler
{
    private static readonly string[] Names = ["intent", .. AnsibleWork.ParameterNames];

    private readonly AnsibleExecutor _executor;
    private readonly AnsiblePlaybookCatalog _catalog;
    private readonly IntentMapper _mapper;
    private readonly FailureAnalysis _analysis;
    private readonly WorkBounds _bounds;

    /// <summary>Creates a handler for the Ansible playbooks of one repository.</summary>
    /// <param name="executor">Runs the playbooks.</param>
    /// <param name="catalog">Lists the playbooks of the same repository.</param>
    /// <param name="mapper">Finds the playbook that is meant.</param>
    /// <param name="analyzer">Analyzes a playbook whose run failed, when the request asks for it; null when requests
    /// cannot.</param>
    /// <param name="bounds">The bounds of a request; the defaults when null.</param>
    public DeployServiceHandler(AnsibleExecutor executor, AnsiblePlaybookCatalog catalog, IntentMapper mapper, PlaybookAnalyzer? analyzer = null, WorkBounds? bounds = null)
    {
        ArgumentNullException.ThrowIfNull(executor);
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(mapper);
        _executor = executor;
        _catalog = catalog;
        _mapper = mapper;
        _analysis = new FailureAnalysis(analyzer);
        _bounds = WorkBounds.Checked(bounds);
    }

    /// <inheritdoc/>
    public string WorkType => "deploy_service";

    /// <inheritdoc/>
    public async Task<WorkOutcome> HandleAsync(WorkContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        WorkParameters parameters = context.Parameters;
        parameters.AllowOnly(Names);
        string intent = parameters.GetText("intent");
        bool analyze = _analysis.IsAskedFor(parameters);
        string[] given = [.. parameters.GetMap("extravars").Keys];

        AnsiblePlaybookListing listing = await _catalog.GetAsync(forceRefresh: false, cancellationToken).ConfigureAwait(false);
        IntentMapping mapping = await _mapper.MapAsync(intent, listing.Playbooks, given, cancellationToken).ConfigureAwait(false);
        if (mapping.Playbook is not { } playbook)
        {
            string suggestion = string.IsNullOrWhiteSpace(mapping.Suggestion) ? $"No Ansible playbook was found for '{intent}'." : mapping.Suggestion;
            return WorkOutcome.Failed(suggestion).With("mapping", ValueOf(mapping));
        }

        AnsibleRequest request = AnsibleWork.Request(parameters, _executor.Repository, playbook.Path, "intent", _bounds) with { Redactor = context.Redactor };
        WorkOutcome outcome = await AnsibleWork.RunAsync(_executor, request, playbook.Path, cancellationToken).ConfigureAwait(false);
        if (analyze)
        {
            outcome = await _analysis.AddAsync(outcome, request.Playbook, cancellationToken).ConfigureAwait(false);
        }

        return outcome.With("mapping", ValueOf(mapping));
    }

    private static JsonNode? ValueOf(IntentMapping mapping) => JsonSerializer.SerializeToNode(mapping, IntentJson.Readable.IntentMapping);
}
