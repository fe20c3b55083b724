using System.Text.Json.Serialization;

namespace Playbooks.Agent.Mapping;

/// <summary>What stopped a candidate. No matcher's score opens a gate. In JSON, the name in lower case.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IntentGate>))]
internal enum IntentGate
{
    /// <summary>The intent orders nothing that could be selected: a negation, a question, two things at a time.</summary>
    [JsonStringEnumMemberName("intent")]
    Intent,

    /// <summary>The playbook does something else than the intent says, or the intent says no action.</summary>
    [JsonStringEnumMemberName("action")]
    Action,

    /// <summary>The intent names another service or file.</summary>
    [JsonStringEnumMemberName("service")]
    Service,

    /// <summary>Only one of both names an environment, or they name different ones.</summary>
    [JsonStringEnumMemberName("environment")]
    Environment,

    /// <summary>Words of the intent, or of the file's name, that the other one does not account for.</summary>
    [JsonStringEnumMemberName("words")]
    Words,

    /// <summary>The score is below the threshold.</summary>
    [JsonStringEnumMemberName("threshold")]
    Threshold,

    /// <summary>Another playbook is nearly as likely.</summary>
    [JsonStringEnumMemberName("margin")]
    Margin,

    /// <summary>Required variables are not given.</summary>
    [JsonStringEnumMemberName("variables")]
    Variables,
}
