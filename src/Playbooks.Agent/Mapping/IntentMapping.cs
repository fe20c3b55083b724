using System.Text.Json;
using System.Text.Json.Serialization;
using Playbooks.Agent.Discovery;

namespace Playbooks.Agent.Mapping;

/// <summary>Which Ansible playbook an intent means, or why none was selected.</summary>
public sealed record IntentMapping
{
    /// <summary>How many <see cref="Alternatives"/> there are at most.</summary>
    public const int MaximumAlternatives = 3;

    /// <summary>The one that was selected; null when none was.</summary>
    public AnsiblePlaybookInfo? Playbook { get; init; }

    /// <summary>How sure it is.</summary>
    /// <value>
    /// 0 to 1. Without a playbook, that of the best candidate: it may be above the threshold when a required variable is missing or two
    /// playbooks are as likely, so that only <see cref="Playbook"/> tells whether one was selected.
    /// </value>
    public double Confidence { get; init; }

    /// <summary>How it was found.</summary>
    public IntentMethod Method { get; init; }

    /// <summary>The next best, the best first; without a playbook, the best.</summary>
    public IReadOnlyList<IntentAlternative> Alternatives { get; init; } = [];

    /// <summary>Without a playbook: why none was selected, which come near, and what to do. Empty with one.</summary>
    public string Suggestion { get; init; } = "";

    /// <summary>What was read in the intent, and what every matcher and gate made of it.</summary>
    public IntentExplanation Explanation { get; init; } = new();

    /// <summary>Whether a playbook was selected.</summary>
    [JsonIgnore]
    public bool IsSelected => Playbook is not null;

    /// <summary>The mapping as one JSON object, in snake case.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, IntentJson.Readable.IntentMapping);
}
