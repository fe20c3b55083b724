using System.Text.Json;
using System.Text.Json.Serialization;

namespace Playbooks.Agent.Discovery;

/// <summary>The Ansible playbooks of a repository at one time.</summary>
public sealed record AnsiblePlaybookListing
{
    /// <summary>What was found, ordered by path.</summary>
    public IReadOnlyList<AnsiblePlaybookInfo> Playbooks { get; init; } = [];

    /// <summary>The files that would be Ansible playbooks by their place but are broken, ordered by path.</summary>
    public IReadOnlyList<InvalidPlaybookFile> Invalid { get; init; } = [];

    /// <summary>When the scan began: later changes are not in it.</summary>
    public required DateTimeOffset ScannedAt { get; init; }

    /// <summary>How many files were parsed for it: the new and the changed ones. Not in the JSON.</summary>
    [JsonIgnore]
    public int ParsedFiles { get; init; }

    /// <summary>The listing as one JSON object, in snake case.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ListingJson.Readable.AnsiblePlaybookListing);
}
