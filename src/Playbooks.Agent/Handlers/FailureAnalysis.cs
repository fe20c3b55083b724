using System.Text.Json;
using System.Text.Json.Nodes;

namespace Playbooks.Agent;

/// <summary>Adds the findings of ansible-lint to a failed run, when the request asks for them.</summary>
internal sealed class FailureAnalysis(PlaybookAnalyzer? analyzer)
{
    public bool IsAskedFor(WorkParameters parameters)
    {
        bool isAskedFor = parameters.GetBoolean("analyze_on_failure");
        return !isAskedFor || analyzer is not null ? isAskedFor : throw new WorkRequestException(
            "parameters.analyze_on_failure", "parameters.analyze_on_failure is true, but this agent has no analyzer: leave it out, or give the handler one.");
    }

    public async Task<WorkOutcome> AddAsync(WorkOutcome outcome, string playbook, CancellationToken cancellationToken)
    {
        // Without an output nothing was run, so there is nothing to analyze.
        if (outcome is not { Status: WorkStatus.Failed, Output: not null })
        {
            return outcome;
        }

        try
        {
            PlaybookAnalysis analysis = await analyzer!.AnalyzeAsync(playbook, cancellationToken).ConfigureAwait(false);
            return outcome.With("analysis", JsonSerializer.SerializeToNode(analysis, AnalysisJson.Readable.PlaybookAnalysis));
        }
        catch (PlaybookAnalysisException exception)
        {
            // The run's own failure matters more than that of the analysis, so it stays the result.
            return outcome.With("analysis", new JsonObject { ["error"] = exception.Message });
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The run itself had ended before the cancellation.
            return outcome;
        }
    }
}
