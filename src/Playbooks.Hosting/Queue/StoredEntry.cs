using System.Text.Json.Serialization;

namespace Playbooks.Hosting;

/// <summary>A piece of work as the store keeps it.</summary>
/// <param name="Sequence">In which order it came.</param>
/// <param name="IsBegun">Whether somebody may have worked on it.</param>
/// <param name="Request">The request's JSON.</param>
internal sealed record StoredEntry(long Sequence, bool IsBegun, string Request);

/// <summary>The process that works on a stored queue.</summary>
/// <param name="Process">Its <see cref="Processes.ProcessIdentity"/>.</param>
/// <param name="ExpiresAt">The end of its claim, unless it is renewed.</param>
internal sealed record StoredOwner(string? Process, DateTimeOffset ExpiresAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StoredEntry))]
[JsonSerializable(typeof(StoredOwner))]
internal sealed partial class StoredEntryJson : JsonSerializerContext;
