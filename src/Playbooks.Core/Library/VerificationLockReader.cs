using System.Text.Json;

namespace Playbooks;

/// <summary>
/// Reads <c>playbooks.lock.json</c> without the serializer, for a fast cold start: see docs/performance.md, "Starting".
/// </summary>
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

    /// <summary>Reads the content.</summary>
    /// <returns>The content; null when it is <c>null</c>.</returns>
    /// <exception cref="JsonException">
    /// The content is not JSON, or of another shape. The exception has the line.
    /// </exception>
    public static VerificationLock? Read(ReadOnlySpan<byte> utf8)
    {
        VerificationLockReader reader = new(utf8);
        try
        {
            VerificationLock? content = reader.ReadLock();
            // Throws when there is more text.
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
        int seen = 0;
        Enter();
        while (TryReadName())
        {
            content = IsName("version"u8, 1, ref seen) ? content with { Version = ReadNumber() }
                : IsName("playbooks"u8, 2, ref seen)
                    ? content with
                    {
                        Playbooks = ReadMap(static (ref VerificationLockReader reader) => reader.ReadRecord()),
                    }
                : throw UnknownName();
        }

        Require(seen, 1, "version");
        Require(seen, 2, "playbooks");
        return content;
    }

    private VerificationRecord ReadRecord()
    {
        VerificationRecord record = new() { Sha256 = "", Revision = 0, VerifiedAt = default };
        int seen = 0;
        Enter();
        while (TryReadName())
        {
            record = IsName("sha256"u8, 1, ref seen) ? record with { Sha256 = ReadText() ?? "" }
                : IsName("revision"u8, 2, ref seen) ? record with { Revision = ReadNumber() }
                : IsName("version"u8, 4, ref seen) ? record with { Version = ReadText() }
                : IsName("verified_at"u8, 8, ref seen) ? record with { VerifiedAt = ReadTime() }
                : IsName("verified_by"u8, 16, ref seen) ? record with { VerifiedBy = ReadText() }
                : IsName("note"u8, 32, ref seen) ? record with { Note = ReadText() }
                : IsName("run"u8, 64, ref seen) ? record with { Run = ReadText() }
                : IsName("children"u8, 128, ref seen)
                    ? record with
                    {
                        Children = ReadMap(static (ref VerificationLockReader reader) => reader.ReadChild()),
                    }
                : throw UnknownName();
        }

        Require(seen, 1, "sha256");
        Require(seen, 2, "revision");
        Require(seen, 8, "verified_at");
        Require(seen, 128, "children");
        return record;
    }

    private VerifiedChild ReadChild()
    {
        VerifiedChild child = new("", 0);
        int seen = 0;
        Enter();
        while (TryReadName())
        {
            child = IsName("sha256"u8, 1, ref seen) ? child with { Sha256 = ReadText() ?? "" }
                : IsName("revision"u8, 2, ref seen) ? child with { Revision = ReadNumber() }
                : throw UnknownName();
        }

        Require(seen, 1, "sha256");
        Require(seen, 2, "revision");
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
            if (items.ContainsKey(path))
            {
                throw DuplicateName(path);
            }

            _json.Read();
            items[path] = readItem(ref this);
        }

        return items;
    }

    private readonly void Enter()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            throw Fault("An object is expected here.");
        }
    }

    /// <summary>Goes to the next name of an object; false at the object's end.</summary>
    private bool TryReadName() => _json.Read() && _json.TokenType == JsonTokenType.PropertyName;

    /// <summary>
    /// Tells if the current member has a name. <paramref name="seen"/> has a bit for each name of the object that was
    /// read.
    /// </summary>
    /// <exception cref="JsonException">
    /// The object has the name twice. Usual JSON readers would silently take the last value, which may come from a
    /// merge.
    /// </exception>
    private readonly bool IsName(ReadOnlySpan<byte> name, int bit, ref int seen)
    {
        if (!_json.ValueTextEquals(name))
        {
            return false;
        }

        if ((seen & bit) != 0)
        {
            throw DuplicateName(_json.GetString()!);
        }

        seen |= bit;
        return true;
    }

    /// <summary>Rejects an object, at its end, that lacks a member.</summary>
    private readonly void Require(int seen, int bit, string name)
    {
        if ((seen & bit) == 0)
        {
            throw Fault($"'{name}' is missing here.");
        }
    }

    private string? ReadText()
    {
        _json.Read();
        return _json.TokenType is JsonTokenType.String or JsonTokenType.Null
            ? _json.GetString()
            : throw Fault("A text is expected here.");
    }

    private int ReadNumber()
    {
        _json.Read();
        return _json.TokenType == JsonTokenType.Number && _json.TryGetInt32(out int number)
            ? number
            : throw Fault("A whole number is expected here.");
    }

    private DateTimeOffset ReadTime()
    {
        _json.Read();
        return _json.TokenType == JsonTokenType.String && _json.TryGetDateTimeOffset(out DateTimeOffset time)
            ? time
            : throw Fault("A time is expected here.");
    }

    private readonly JsonException DuplicateName(string name)
        => Fault($"'{name}' is here twice, as after a merge that kept both.");

    private readonly JsonException UnknownName() => Fault($"'{_json.GetString()}' is not known.");

    private readonly JsonException Fault(string message, Exception? cause = null)
        => new(
            message,
            path: null,
            _utf8[..(int)_json.TokenStartIndex].Count((byte)'\n'),
            bytePositionInLine: null,
            cause);
}
