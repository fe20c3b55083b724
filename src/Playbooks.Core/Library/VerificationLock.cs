using System.Collections.ObjectModel;
using System.Text.Json.Serialization;

namespace Playbooks;

/// <summary>The content of <c>playbooks.lock.json</c>: who approved what, meant for version control.</summary>
internal sealed record VerificationLock
{
    public const int CurrentVersion = 1;

    public static readonly VerificationLock Empty = new();

    public int Version { get; init; } = CurrentVersion;

    /// <summary>By path; sorted when it is written, so that a change of one playbook is a change of few lines.</summary>
    public IReadOnlyDictionary<string, VerificationRecord> Playbooks { get; init; } = ReadOnlyDictionary<string, VerificationRecord>.Empty;

    /// <summary>What no program wrote, and JSON by itself allows; null when there is nothing of it.</summary>
    [JsonIgnore]
    public string? Problem
    {
        get
        {
            if (Playbooks is null)
            {
                return "it holds no playbooks";
            }

            foreach ((string path, VerificationRecord? record) in Playbooks)
            {
                bool sound = record is { Revision: > 0, Children: not null } && IsDigest(record.Sha256)
                    && record.Children.Values.All(child => child is not null && IsDigest(child.Sha256));
                if (!sound)
                {
                    return $"the record of '{path}' is incomplete";
                }
            }

            return null;
        }
    }

    private static bool IsDigest(string? sha256) => sha256 is { Length: 64 } && sha256.All(char.IsAsciiHexDigitLower);

    public VerificationRecord? Find(PlaybookPath path) => Playbooks.GetValueOrDefault(path.Value);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(VerificationLock))]
internal sealed partial class VerificationJsonContext : JsonSerializerContext;
