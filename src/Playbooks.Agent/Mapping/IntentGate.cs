using System.Text.Json.Serialization;

namespace Playbooks.Agent.Mapping;

/// <summary>
/// The rule that stopped a candidate. No score of a matcher can overrule it. In JSON, the name in lower case.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<IntentGate>))]
internal enum IntentGate
{
    /// <summary>
    /// The intent gives no order that could be followed: it is a negation, a question, or two orders at once.
    /// </summary>
    [JsonStringEnumMemberName("intent")]
    Intent,

    /// <summary>The playbook's action is not the intent's, or the intent names no action.</summary>
    [JsonStringEnumMemberName("action")]
    Action,

    /// <summary>The intent names another service or file.</summary>
    [JsonStringEnumMemberName("service")]
    Service,

    /// <summary>Only one of the two names an environment, or they name different ones.</summary>
    [JsonStringEnumMemberName("environment")]
    Environment,

    /// <summary>Words of the intent or of the file's name have no counterpart in the other.</summary>
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
