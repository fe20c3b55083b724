using System.Text.Json.Serialization;

namespace Playbooks.Hosting;

/// <summary>How far a piece of work in a queue has come. In JSON, the name in lower case.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkStage>))]
public enum WorkStage
{
    /// <summary>It waits for a worker.</summary>
    [JsonStringEnumMemberName("queued")]
    Queued,

    /// <summary>It is worked on.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>There is a result.</summary>
    [JsonStringEnumMemberName("ended")]
    Ended,
}
