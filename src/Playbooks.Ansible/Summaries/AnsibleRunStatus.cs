using System.Text.Json.Serialization;

namespace Playbooks.Ansible;

/// <summary>The end of an Ansible playbook's run. In JSON, the name in lower case.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AnsibleRunStatus>))]
public enum AnsibleRunStatus
{
    /// <summary>Ansible's own exit code was 0.</summary>
    [JsonStringEnumMemberName("successful")]
    Successful,

    /// <summary>Any other exit code, or none: Ansible was killed from outside.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>It was stopped when its time was over.</summary>
    [JsonStringEnumMemberName("timeout")]
    Timeout,

    /// <summary>It was stopped by its caller.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}
