using System.Text.Json;
using Playbooks.Agent.Discovery;

namespace Playbooks.Agent;

/// <summary>
/// Handles the work type <c>discover_playbooks</c>: lists the Ansible playbooks of a repository. The output is a list
/// of <see cref="AnsiblePlaybookInfo"/>.
/// </summary>
/// <remarks>
/// Broken files that look like Ansible playbooks are in <see cref="WorkResult.ResourcesUsed"/>, under
/// <c>invalid_files</c>.
/// </remarks>
public sealed class DiscoverPlaybooksHandler : IWorkHandler
{
    private readonly AnsiblePlaybookCatalog _catalog;

    /// <summary>Creates a handler for the repository of a catalogue.</summary>
    public DiscoverPlaybooksHandler(AnsiblePlaybookCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        _catalog = catalog;
    }

    /// <inheritdoc/>
    public string WorkType => "discover_playbooks";

    /// <inheritdoc/>
    public async Task<WorkOutcome> HandleAsync(WorkContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Parameters.AllowOnly("force_refresh");
        AnsiblePlaybookListing listing = await _catalog.GetAsync(context.Parameters.GetBoolean("force_refresh"), cancellationToken).ConfigureAwait(false);
        return WorkOutcome.Completed(JsonSerializer.SerializeToNode(listing.Playbooks, ListingJson.Readable.IReadOnlyListAnsiblePlaybookInfo)) with
        {
            ResourcesUsed = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["playbooks"] = (long)listing.Playbooks.Count,
                ["invalid_files"] = listing.Invalid.Select(object? (file) => Describe(file)).ToList(),
            },
        };
    }

    private static Dictionary<string, object?> Describe(InvalidPlaybookFile file) => new(StringComparer.Ordinal)
    {
        ["path"] = file.Path,
        ["line"] = file.Line is { } line ? (long)line : null,
        ["message"] = file.Message,
    };
}
