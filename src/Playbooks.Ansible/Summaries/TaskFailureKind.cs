using System.Text.Json.Serialization;

namespace Playbooks.Ansible;

/// <summary>The way in which a task did not succeed. In JSON, the name in lower case.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TaskFailureKind>))]
public enum TaskFailureKind
{
    /// <summary>It failed.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>The host could not be reached.</summary>
    [JsonStringEnumMemberName("unreachable")]
    Unreachable,
}
