using System.Collections.ObjectModel;
using System.Text.Json;

namespace Playbooks;

/// <summary>The record that a person approved the exact content of a playbook and of all playbooks below it.</summary>
public sealed record VerificationRecord
{
    /// <summary>SHA-256 of the file's bytes, in lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The number of the verified content, from 1. Each verified change increases it by one.</summary>
    public required int Revision { get; init; }

    /// <summary>The author's version in the file, at that time.</summary>
    public string? Version { get; init; }

    /// <summary>The time of the verification, in UTC.</summary>
    public required DateTimeOffset VerifiedAt { get; init; }

    /// <summary>The person who verified it.</summary>
    public string? VerifiedBy { get; init; }

    /// <summary>A note of that person.</summary>
    public string? Note { get; init; }

    /// <summary>The execution that proved the playbook.</summary>
    public string? Run { get; init; }

    /// <summary>All playbooks below it, by path, as they were at that time.</summary>
    public IReadOnlyDictionary<string, VerifiedChild> Children { get; init; } =
        ReadOnlyDictionary<string, VerifiedChild>.Empty;

    /// <summary>
    /// Writes the properties <c>revision</c>, <c>sha256</c>, <c>verified_at</c>, <c>verified_by</c>, <c>note</c> and
    /// <c>run</c> into the open JSON object.
    /// </summary>
    public void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        WriteJson(writer, this);
    }

    /// <summary>
    /// Writes the same properties for a playbook without a record: revision 0, and null for the others.
    /// </summary>
    internal static void WriteJson(Utf8JsonWriter writer, VerificationRecord? record)
    {
        writer.WriteNumber("revision", record?.Revision ?? 0);
        writer.WriteString("sha256", record?.Sha256);
        writer.WriteString("verified_at", record?.VerifiedAt.ToString("O"));
        writer.WriteString("verified_by", record?.VerifiedBy);
        writer.WriteString("note", record?.Note);
        writer.WriteString("run", record?.Run);
    }
}
