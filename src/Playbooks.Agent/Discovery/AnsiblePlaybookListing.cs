using System.Text.Json;
using System.Text.Json.Serialization;

namespace Playbooks.Agent.Discovery;

/// <summary>The Ansible playbooks of a repository at one time.</summary>
public sealed record AnsiblePlaybookListing
{
    /// <summary>The playbooks that were found, ordered by path.</summary>
    public IReadOnlyList<AnsiblePlaybookInfo> Playbooks { get; init; } = [];

    /// <summary>The files that stand where Ansible playbooks do but are broken, ordered by path.</summary>
    public IReadOnlyList<InvalidPlaybookFile> Invalid { get; init; } = [];

    /// <summary>The time at which the scan began. The listing does not contain later changes.</summary>
    public required DateTimeOffset ScannedAt { get; init; }

    /// <summary>The number of files that were parsed: the new and the changed ones. Not in the JSON.</summary>
    [JsonIgnore]
    public int ParsedFiles { get; init; }

    /// <summary>The listing as one JSON object, in snake case.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ListingJson.Readable.AnsiblePlaybookListing);
}
