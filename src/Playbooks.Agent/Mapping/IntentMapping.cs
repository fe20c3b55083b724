using System.Text.Json;
using System.Text.Json.Serialization;
using Playbooks.Agent.Discovery;

namespace Playbooks.Agent.Mapping;

/// <summary>The Ansible playbook that an intent means, or the reason why none was selected.</summary>
public sealed record IntentMapping
{
    /// <summary>The largest number of <see cref="Alternatives"/>.</summary>
    public const int MaximumAlternatives = 3;

    /// <summary>The selected playbook; null when none was selected.</summary>
    public AnsiblePlaybookInfo? Playbook { get; init; }

    /// <summary>The confidence of the selection.</summary>
    /// <value>
    /// 0 to 1. Without a playbook, that of the best candidate. It may be above the threshold when a required variable
    /// is missing or two playbooks are equally likely, so only <see cref="Playbook"/> tells if one was selected.
    /// </value>
    public double Confidence { get; init; }

    /// <summary>The method by which the playbook was found.</summary>
    public IntentMethod Method { get; init; }

    /// <summary>The next best playbooks, the best first. When none was selected, the best ones.</summary>
    public IReadOnlyList<IntentAlternative> Alternatives { get; init; } = [];

    /// <summary>
    /// The reason why no playbook was selected, the nearest ones, and a next step. Empty when one was selected.
    /// </summary>
    public string Suggestion { get; init; } = "";

    /// <summary>The reading of the intent, and the results of every matcher and gate.</summary>
    public IntentExplanation Explanation { get; init; } = new();

    /// <summary>True when a playbook was selected.</summary>
    [JsonIgnore]
    public bool IsSelected => Playbook is not null;

    /// <summary>The mapping as one JSON object, in snake case.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, IntentJson.Readable.IntentMapping);
}
