using System.Buffers;

namespace Playbooks.Ansible.Events;

/// <summary>Walks over one JSON text and gives its values as they stand there, without making anything of them.</summary>
/// <remarks>
/// Not <see cref="System.Text.Json.Utf8JsonReader"/>: nearly all of an event is skipped, and to skip, only quotes and brackets have to be
/// looked for. It also takes what only Python calls JSON, such as NaN, and throws for nothing: a text that ends too early is
/// <see cref="IsBroken"/>.
/// </remarks>
internal ref struct JsonScanner(ReadOnlySpan<byte> json)
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> EndOfScalar = SearchValues.Create(",}] \t\r\n"u8);

    private readonly ReadOnlySpan<byte> _json = json;
    private int _at;

    /// <summary>The text ended before its value did, or is no JSON.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Where it stands.</summary>
    public readonly int Position => _at;

    /// <summary>What was passed since a position.</summary>
    public readonly ReadOnlySpan<byte> From(int start) => _json[start.._at];

    /// <summary>Whether nothing but white space is left.</summary>
    public bool IsAtEnd
    {
        get
        {
            SkipSpace();
            return _at == _json.Length;
        }
    }

    /// <summary>The first byte of the next value; 0 at the end.</summary>
    public byte Peek()
    {
        SkipSpace();
        return _at < _json.Length ? _json[_at] : (byte)0;
    }

    /// <summary>Goes into an object or an array, if the next value is one.</summary>
    public bool TryEnter(byte bracket)
    {
        if (Peek() != bracket)
        {
            return false;
        }

        _at++;
        return true;
    }

    /// <summary>Goes to the next property of the object that was entered, or behind the object.</summary>
    public bool TryNextProperty(out ReadOnlySpan<byte> name)
    {
        name = default;
        if (!TryNextElement((byte)'}'))
        {
            return false;
        }

        if (_json[_at] != '"')
        {
            return Break();
        }

        name = String();
        if (Peek() != ':')
        {
            return Break();
        }

        _at++;
        return true;
    }

    /// <summary>Goes to the next element of what was entered, or behind its closing bracket.</summary>
    public bool TryNextElement(byte closing)
    {
        byte next = Peek();
        if (next == ',')
        {
            _at++;
            next = Peek();
        }

        if (next == closing)
        {
            _at++;
            return false;
        }

        return next != 0 || Break();
    }

    /// <summary>The next value as it stands there; of a text, what is between the quotes.</summary>
    public ReadOnlySpan<byte> Value()
    {
        int start;
        switch (Peek())
        {
            case (byte)'"':
                return String();
            case (byte)'{' or (byte)'[':
                start = _at;
                SkipContainer();
                break;
            default:
                start = _at;
                int length = _json[_at..].IndexOfAny(EndOfScalar);
                _at = length < 0 ? _json.Length : _at + length;
                if (_at == start)
                {
                    Break();
                }

                break;
        }

        return _json[start.._at];
    }

    private bool Break()
    {
        IsBroken = true;
        _at = _json.Length;
        return false;
    }

    private void SkipSpace()
    {
        while (_at < _json.Length && _json[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            _at++;
        }
    }

    private ReadOnlySpan<byte> String()
    {
        int start = ++_at;
        while (true)
        {
            int found = _at < _json.Length ? _json[_at..].IndexOfAny((byte)'"', (byte)'\\') : -1;
            if (found < 0)
            {
                Break();
                return default;
            }

            _at += found;
            if (_json[_at] == '"')
            {
                return _json[start.._at++];
            }

            // Whatever follows a backslash is no end.
            _at += 2;
        }
    }

    private void SkipContainer()
    {
        int depth = 0;
        do
        {
            int found = _json[_at..].IndexOfAny(Structure);
            if (found < 0)
            {
                Break();
                return;
            }

            _at += found;
            switch (_json[_at])
            {
                case (byte)'"':
                    String();
                    if (IsBroken)
                    {
                        return;
                    }

                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    _at++;
                    break;
                default:
                    depth--;
                    _at++;
                    break;
            }
        }
        while (depth > 0);
    }
}
