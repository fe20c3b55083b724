using System.Text.Json;

namespace Playbooks;

/// <summary>Reads <c>playbooks.lock.json</c>, without the serializer, for a cold start: see docs/performance.md, "Starting".</summary>
internal ref struct VerificationLockReader
{
    private readonly ReadOnlySpan<byte> _utf8;
    private Utf8JsonReader _json;

    private VerificationLockReader(ReadOnlySpan<byte> utf8)
    {
        _utf8 = utf8;
        _json = new Utf8JsonReader(utf8);
    }

    private delegate T ReadItem<T>(ref VerificationLockReader reader);

    /// <summary>The content.</summary>
    /// <returns>null when it is <c>null</c>.</returns>
    /// <exception cref="JsonException">It is not JSON, or of another shape; with the line.</exception>
    public static VerificationLock? Read(ReadOnlySpan<byte> utf8)
    {
        VerificationLockReader reader = new(utf8);
        try
        {
            VerificationLock? content = reader.ReadLock();
            // Throws when anything follows.
            reader._json.Read();
            return content;
        }
        catch (InvalidOperationException exception)
        {
            throw reader.Fault("A text is not UTF-8.", exception);
        }
    }

    private VerificationLock? ReadLock()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        VerificationLock content = VerificationLock.Empty;
        Enter();
        while (TryReadName())
        {
            content = IsName("version"u8) ? content with { Version = ReadNumber() }
                : IsName("playbooks"u8) ? content with { Playbooks = ReadMap(static (ref VerificationLockReader reader) => reader.ReadRecord()) }
                : throw UnknownName();
        }

        return content;
    }

    private VerificationRecord ReadRecord()
    {
        VerificationRecord record = new() { Sha256 = "", Revision = 0, VerifiedAt = default };
        Enter();
        while (TryReadName())
        {
            record = IsName("sha256"u8) ? record with { Sha256 = ReadText() ?? "" }
                : IsName("revision"u8) ? record with { Revision = ReadNumber() }
                : IsName("version"u8) ? record with { Version = ReadText() }
                : IsName("verified_at"u8) ? record with { VerifiedAt = ReadTime() }
                : IsName("verified_by"u8) ? record with { VerifiedBy = ReadText() }
                : IsName("note"u8) ? record with { Note = ReadText() }
                : IsName("run"u8) ? record with { Run = ReadText() }
                : IsName("children"u8) ? record with { Children = ReadMap(static (ref VerificationLockReader reader) => reader.ReadChild()) }
                : throw UnknownName();
        }

        return record;
    }

    private VerifiedChild ReadChild()
    {
        VerifiedChild child = new("", 0);
        Enter();
        while (TryReadName())
        {
            child = IsName("sha256"u8) ? child with { Sha256 = ReadText() ?? "" }
                : IsName("revision"u8) ? child with { Revision = ReadNumber() }
                : throw UnknownName();
        }

        return child;
    }

    private Dictionary<string, T> ReadMap<T>(ReadItem<T> readItem)
    {
        Dictionary<string, T> items = new(StringComparer.Ordinal);
        _json.Read();
        Enter();
        while (TryReadName())
        {
            string path = _json.GetString()!;
            _json.Read();
            items[path] = readItem(ref this);
        }

        return items;
    }

    private readonly void Enter()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            throw Fault("Here must be an object.");
        }
    }

    /// <summary>Goes to the next name of an object, or to its end.</summary>
    private bool TryReadName() => _json.Read() && _json.TokenType == JsonTokenType.PropertyName;

    private readonly bool IsName(ReadOnlySpan<byte> name) => _json.ValueTextEquals(name);

    private string? ReadText()
    {
        _json.Read();
        return _json.TokenType is JsonTokenType.String or JsonTokenType.Null ? _json.GetString() : throw Fault("Here must be a text.");
    }

    private int ReadNumber()
    {
        _json.Read();
        return _json.TokenType == JsonTokenType.Number && _json.TryGetInt32(out int number) ? number : throw Fault("Here must be a whole number.");
    }

    private DateTimeOffset ReadTime()
    {
        _json.Read();
        return _json.TokenType == JsonTokenType.String && _json.TryGetDateTimeOffset(out DateTimeOffset time) ? time : throw Fault("Here must be a time.");
    }

    private readonly JsonException UnknownName() => Fault($"'{_json.GetString()}' is not known.");

    private readonly JsonException Fault(string message, Exception? cause = null)
        => new(message, path: null, _utf8[..(int)_json.TokenStartIndex].Count((byte)'\n'), bytePositionInLine: null, cause);
}
