using System.Text.Json.Serialization;

namespace Playbooks.Agent.Mapping;

/// <summary>How an intent was understood. In JSON, the name in lower case.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IntentMethod>))]
public enum IntentMethod
{
    /// <summary>Nothing was selected.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>The intent is a file's name, or an action and a service in the playbook's own words.</summary>
    [JsonStringEnumMemberName("exact")]
    Exact,

    /// <summary>By the meaning of its words, or a model's idea of it.</summary>
    [JsonStringEnumMemberName("semantic")]
    Semantic,
}
