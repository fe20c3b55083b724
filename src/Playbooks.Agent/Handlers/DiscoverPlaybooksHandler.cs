using System.Text.Json;
using Playbooks.Agent.Discovery;

namespace Playbooks.Agent;

/// <summary>The work type <c>discover_playbooks</c>: which Ansible playbooks a repository has. Its output is a list of <see cref="AnsiblePlaybookInfo"/>.</summary>
/// <remarks>Files that look like Ansible playbooks but are broken stand in <see cref="WorkResult.ResourcesUsed"/>, under <c>invalid_files</c>.</remarks>
public sealed class DiscoverPlaybooksHandler : IWorkHandler
{
    private readonly AnsiblePlaybookCatalog _catalog;

    /// <summary>For the repository of a catalogue.</summary>
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
