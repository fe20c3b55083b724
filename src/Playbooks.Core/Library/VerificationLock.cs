using System.Collections.ObjectModel;
using System.Text.Json.Serialization;

namespace Playbooks;

/// <summary>The content of <c>playbooks.lock.json</c>: the approvals, for version control.</summary>
internal sealed record VerificationLock
{
    public const int CurrentVersion = 1;

    public static readonly VerificationLock Empty = new();

    public int Version { get; init; } = CurrentVersion;

    /// <summary>
    /// The records by path. They are sorted when written, so that a change of one playbook changes few lines.
    /// </summary>
    public IReadOnlyDictionary<string, VerificationRecord> Playbooks { get; init; } =
        ReadOnlyDictionary<string, VerificationRecord>.Empty;

    /// <summary>
    /// A fault of the content that is valid JSON but that these libraries never write; null when there is none.
    /// </summary>
    [JsonIgnore]
    public string? Problem
    {
        get
        {
            foreach ((string path, VerificationRecord record) in Playbooks)
            {
                bool isSound = record.Revision > 0 && record.VerifiedAt != default && IsDigest(record.Sha256)
                    && record.Children.Values.All(child => IsDigest(child.Sha256));
                if (!isSound)
                {
                    return $"the record of '{path}' is incomplete";
                }
            }

            return null;
        }
    }

    private static bool IsDigest(string sha256) => sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower);

    public VerificationRecord? Find(PlaybookPath path) => Playbooks.GetValueOrDefault(path.Value);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(VerificationLock))]
internal sealed partial class VerificationJsonContext : JsonSerializerContext;
