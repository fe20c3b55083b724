using System.Text.Json.Serialization;

namespace Playbooks.Agent;

/// <summary>The status of finished work. In JSON, the name in lower case.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkStatus>))]
public enum WorkStatus
{
    /// <summary>The work was done.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>The work was not done, or not completely; the result's error message says why.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>The sender stopped the work.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}
