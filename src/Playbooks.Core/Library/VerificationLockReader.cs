using System.Text.Json;

namespace Playbooks;

/// <summary>Reads <c>playbooks.lock.json</c> without the serializer, for a cold start: see docs/performance.md, "Starting".</summary>
/// <remarks>What is not as it is written is left to the serializer, which reads more and says what is wrong.</remarks>
internal static class VerificationLockReader
{
    private delegate T? ReadItem<T>(ref Utf8JsonReader reader)
        where T : class;

    /// <summary>The content, or null when anything in it is unusual.</summary>
    public static VerificationLock? TryRead(ReadOnlySpan<byte> utf8)
    {
        Utf8JsonReader reader = new(utf8);
        try
        {
            return reader.Read() && ReadLock(ref reader) is VerificationLock content && !reader.Read() ? content : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or no UTF-8 in a text.
            return null;
        }
    }

    private static VerificationLock? ReadLock(ref Utf8JsonReader reader)
    {
        int version = 0;
        Dictionary<string, VerificationRecord>? playbooks = null;
        while (TryReadName(ref reader))
        {
            bool read = reader.ValueTextEquals("version"u8) ? TryReadNumber(ref reader, out version)
                : reader.ValueTextEquals("playbooks"u8) && TryReadMap(ref reader, ReadRecord, out playbooks);
            if (!read)
            {
                return null;
            }
        }

        return EndsObject(ref reader) && version > 0 && playbooks is not null ? new VerificationLock { Version = version, Playbooks = playbooks } : null;
    }

    private static VerificationRecord? ReadRecord(ref Utf8JsonReader reader)
    {
        string? sha256 = null;
        int revision = 0;
        string? version = null;
        DateTimeOffset verifiedAt = default;
        string? verifiedBy = null;
        string? note = null;
        string? run = null;
        Dictionary<string, VerifiedChild>? children = null;
        while (TryReadName(ref reader))
        {
            bool read = reader.ValueTextEquals("sha256"u8) ? TryReadText(ref reader, out sha256)
                : reader.ValueTextEquals("revision"u8) ? TryReadNumber(ref reader, out revision)
                : reader.ValueTextEquals("version"u8) ? TryReadText(ref reader, out version)
                : reader.ValueTextEquals("verified_at"u8) ? TryReadTime(ref reader, out verifiedAt)
                : reader.ValueTextEquals("verified_by"u8) ? TryReadText(ref reader, out verifiedBy)
                : reader.ValueTextEquals("note"u8) ? TryReadText(ref reader, out note)
                : reader.ValueTextEquals("run"u8) ? TryReadText(ref reader, out run)
                : reader.ValueTextEquals("children"u8) && TryReadMap(ref reader, ReadChild, out children);
            if (!read)
            {
                return null;
            }
        }

        return !EndsObject(ref reader) || sha256 is null || revision == 0 || verifiedAt == default || children is null ? null : new VerificationRecord
        {
            Sha256 = sha256,
            Revision = revision,
            Version = version,
            VerifiedAt = verifiedAt,
            VerifiedBy = verifiedBy,
            Note = note,
            Run = run,
            Children = children,
        };
    }

    private static VerifiedChild? ReadChild(ref Utf8JsonReader reader)
    {
        string? sha256 = null;
        int revision = 0;
        while (TryReadName(ref reader))
        {
            bool read = reader.ValueTextEquals("sha256"u8) ? TryReadText(ref reader, out sha256)
                : reader.ValueTextEquals("revision"u8) && TryReadNumber(ref reader, out revision);
            if (!read)
            {
                return null;
            }
        }

        return EndsObject(ref reader) && sha256 is not null && revision != 0 ? new VerifiedChild(sha256, revision) : null;
    }

    /// <summary>A map from paths to objects, the first of which begins at the next token.</summary>
    private static bool TryReadMap<T>(ref Utf8JsonReader reader, ReadItem<T> readItem, out Dictionary<string, T> items)
        where T : class
    {
        items = new(StringComparer.Ordinal);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (TryReadName(ref reader))
        {
            string path = reader.GetString()!;
            if (!reader.Read() || readItem(ref reader) is not T item || !items.TryAdd(path, item))
            {
                return false;
            }
        }

        return EndsObject(ref reader);
    }

    /// <summary>Whether the next name of an object follows; if so, the reader stands at it. It begins at the object or behind a value of it.</summary>
    private static bool TryReadName(ref Utf8JsonReader reader)
        => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    private static bool EndsObject(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.EndObject;

    private static bool TryReadText(ref Utf8JsonReader reader, out string? text)
    {
        text = reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return text is not null;
    }

    private static bool TryReadNumber(ref Utf8JsonReader reader, out int number)
    {
        number = 0;
        return reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out number);
    }

    private static bool TryReadTime(ref Utf8JsonReader reader, out DateTimeOffset time)
    {
        time = default;
        return reader.Read() && reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out time);
    }
}
