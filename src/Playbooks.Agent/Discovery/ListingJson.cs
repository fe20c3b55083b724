using System.Text.Json.Serialization;

namespace Playbooks.Agent.Discovery;

/// <summary>Writes listings without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AnsiblePlaybookListing))]
internal sealed partial class ListingJson : JsonSerializerContext
{
    public static ListingJson Readable { get; } = new(ReadableJson.Options());
}
