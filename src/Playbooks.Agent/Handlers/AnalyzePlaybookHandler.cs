using System.Text.Json;
using Playbooks.Ansible;

namespace Playbooks.Agent;

/// <summary>
/// Handles the work type <c>analyze_playbook</c>: checks an Ansible playbook with ansible-lint. The output is the
/// <see cref="PlaybookAnalysis"/>.
/// </summary>
/// <remarks>Findings do not make the work fail: it is completed, with exit code 0, however many there are.</remarks>
public sealed class AnalyzePlaybookHandler : IWorkHandler
{
    private readonly PlaybookAnalyzer _analyzer;

    /// <summary>Creates a handler for the Ansible playbooks of the analyzer's repository.</summary>
    public AnalyzePlaybookHandler(PlaybookAnalyzer analyzer)
    {
        ArgumentNullException.ThrowIfNull(analyzer);
        _analyzer = analyzer;
    }

    /// <inheritdoc/>
    public string WorkType => "analyze_playbook";

    /// <inheritdoc/>
    public async Task<WorkOutcome> HandleAsync(WorkContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Parameters.AllowOnly("playbook_path");
        string playbook = context.Parameters.GetText("playbook_path");
        string path = RepositoryPath.Resolve(_analyzer.Repository, playbook, "playbook_path");
        try
        {
            PlaybookAnalysis analysis = await _analyzer.AnalyzeAsync(path, cancellationToken).ConfigureAwait(false);
            return WorkOutcome.Completed(JsonSerializer.SerializeToNode(analysis, AnalysisJson.Readable.PlaybookAnalysis)) with
            {
                ResourcesUsed = new Dictionary<string, object?>(StringComparer.Ordinal) { ["findings"] = (long)analysis.FindingCount },
            };
        }
        catch (AnsiblePlaybookNotFoundException)
        {
            return WorkOutcome.Failed($"Playbook not found: {playbook}");
        }
        catch (PlaybookAnalysisException exception)
        {
            return WorkOutcome.Failed(exception.Message);
        }
    }
}
