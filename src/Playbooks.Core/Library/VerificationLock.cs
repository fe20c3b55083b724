using System.Text.Json.Serialization;

namespace Playbooks;

/// <summary>The content of <c>playbooks.lock.json</c>: who approved what, meant for version control.</summary>
internal sealed record VerificationLock
{
    public const int CurrentVersion = 1;

    public static readonly VerificationLock Empty = new();

    public int Version { get; init; } = CurrentVersion;

    /// <summary>By path; sorted, so that a change of one playbook is a change of few lines.</summary>
    public SortedDictionary<string, VerificationRecord> Playbooks { get; init; } = new(StringComparer.Ordinal);

    public VerificationRecord? Find(PlaybookPath path) => Playbooks.GetValueOrDefault(path.Value);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(VerificationLock))]
internal sealed partial class VerificationJsonContext : JsonSerializerContext;
