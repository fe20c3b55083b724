using System.Text.Json.Serialization;

namespace Playbooks.Agent;

/// <summary>How a piece of work ended. In JSON, the name in lower case.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkStatus>))]
public enum WorkStatus
{
    /// <summary>It was done.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>It was not, or not to its end; the result's error message says why.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Whoever asked for it stopped it.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}
