using System.Text.Json.Serialization;

namespace Playbooks.Hosting;

/// <summary>The stage of a piece of work in a queue. In JSON, the name in lower case.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkStage>))]
public enum WorkStage
{
    /// <summary>The work waits for a worker.</summary>
    [JsonStringEnumMemberName("queued")]
    Queued,

    /// <summary>The work is under way.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>The work has a result.</summary>
    [JsonStringEnumMemberName("ended")]
    Ended,
}
