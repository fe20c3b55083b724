using System.Text.Json;

namespace Playbooks.Cli;

/// <summary>A verification record for programs: properties of whatever object stands open.</summary>
internal static class RecordJson
{
    public static void Write(Utf8JsonWriter writer, VerificationRecord? record)
    {
        writer.WriteNumber("revision", record?.Revision ?? 0);
        writer.WriteString("sha256", record?.Sha256);
        writer.WriteString("verified_at", record?.VerifiedAt.ToString("O"));
        writer.WriteString("verified_by", record?.VerifiedBy);
        writer.WriteString("note", record?.Note);
        writer.WriteString("run", record?.Run);
    }
}
