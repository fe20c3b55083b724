using System.Text.Json.Serialization;

namespace Playbooks.Agent.Mapping;

/// <summary>The method by which an intent was understood. In JSON, the name in lower case.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IntentMethod>))]
public enum IntentMethod
{
    /// <summary>No playbook was selected.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>The intent is a file's name, or an action and a service in the playbook's own words.</summary>
    [JsonStringEnumMemberName("exact")]
    Exact,

    /// <summary>The playbook was found by the meaning of the intent's words, or by a model.</summary>
    [JsonStringEnumMemberName("semantic")]
    Semantic,
}
