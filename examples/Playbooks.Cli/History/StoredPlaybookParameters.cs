using System.CommandLine;
using Playbooks.Reading;
using Playbooks.Storage;

namespace Playbooks.Cli;

/// <summary>
/// Reads the parameters of a run that is continued. Their types are those that its playbook declared when the run
/// began.
/// </summary>
internal static class StoredPlaybookParameters
{
    public static async Task<Dictionary<string, object?>> ReadAsync(
        ParameterOptions options, ParseResult parsed, Session session, StoredRun run, CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredPlaybook> playbooks = await session.Store!.ReadPlaybooksAsync(run.ExecutionId, cancellationToken);
        return playbooks.Count > 0 && PlaybookReader.Read(playbooks[0].Content, playbooks[0].Path).Playbook is Playbook playbook
            ? await options.ReadAsync(parsed, playbook, cancellationToken)
            // Resuming the run reports the error.
            : [];
    }
}
