using System.Text.Json.Serialization;

namespace Playbooks.Hosting;

/// <summary>A piece of work in the store.</summary>
/// <param name="Sequence">Its number in the order of arrival.</param>
/// <param name="IsBegun">True when a worker may have begun it.</param>
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
