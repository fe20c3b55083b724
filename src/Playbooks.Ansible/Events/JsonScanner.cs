using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Playbooks.Ansible.Events;

/// <summary>Walks over one JSON text and gives its values as they stand there, without making anything of them.</summary>
/// <remarks>
/// Not <see cref="System.Text.Json.Utf8JsonReader"/>: nearly all of an event is skipped, and to skip, only quotes and brackets have to be
/// looked for. Those are found for 64 bytes at once and remembered, since most texts of an event are shorter than that. It also takes what only
/// Python calls JSON, such as NaN, and throws for nothing: a text that ends too early is <see cref="IsBroken"/>.
/// </remarks>
internal ref struct JsonScanner(ReadOnlySpan<byte> json)
{
    private const int BlockSize = 64;

    private static readonly SearchValues<byte> EndOfScalar = SearchValues.Create(",}] \t\r\n"u8);

    private readonly ReadOnlySpan<byte> _json = json;
    private int _at;

    // Where the block begins that was looked at last, and a bit for each of its quotes and backslashes, and of its brackets.
    private int _block = -1;
    private ulong _quotes;
    private ulong _brackets;

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
            int found = FindQuote();
            if (found < 0)
            {
                Break();
                return default;
            }

            if (_json[found] == '"')
            {
                _at = found + 1;
                return _json[start..found];
            }

            // Whatever follows a backslash is no end.
            _at = found + 2;
        }
    }

    private void SkipContainer()
    {
        int depth = 0;
        do
        {
            int found = FindStructure();
            if (found < 0)
            {
                Break();
                return;
            }

            _at = found;
            switch (_json[found])
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
                case (byte)'}' or (byte)']':
                    depth--;
                    _at++;
                    break;
                default:
                    // A backslash outside of a text means nothing.
                    _at++;
                    break;
            }
        }
        while (depth > 0);
    }

    /// <summary>The next quote or backslash; negative when there is none.</summary>
    private int FindQuote()
    {
        for (int from = _at; from < _json.Length; from = _block + BlockSize)
        {
            Look(from);
            ulong found = _quotes >> (from - _block);
            if (found != 0)
            {
                return from + BitOperations.TrailingZeroCount(found);
            }
        }

        return -1;
    }

    /// <summary>The next quote, backslash or bracket; negative when there is none.</summary>
    private int FindStructure()
    {
        for (int from = _at; from < _json.Length; from = _block + BlockSize)
        {
            Look(from);
            ulong found = (_quotes | _brackets) >> (from - _block);
            if (found != 0)
            {
                return from + BitOperations.TrailingZeroCount(found);
            }
        }

        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Look(int at)
    {
        int block = at & -BlockSize;
        if (block != _block)
        {
            LookAt(block);
        }
    }

    private void LookAt(int block)
    {
        _block = block;
        ReadOnlySpan<byte> bytes = _json[block..];
        if (bytes.Length < BlockSize)
        {
            LookAtRest(bytes);
            return;
        }

        FindIn(bytes);
    }

    private void LookAtRest(scoped ReadOnlySpan<byte> rest)
    {
        Span<byte> block = stackalloc byte[BlockSize];
        block.Clear();
        rest.CopyTo(block);
        FindIn(block);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FindIn(scoped ReadOnlySpan<byte> block)
    {
        (uint quotes, uint brackets) = Find(Vector256.Create(block));
        (uint laterQuotes, uint laterBrackets) = Find(Vector256.Create(block[Vector256<byte>.Count..]));
        _quotes = quotes | ((ulong)laterQuotes << Vector256<byte>.Count);
        _brackets = brackets | ((ulong)laterBrackets << Vector256<byte>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (uint Quotes, uint Brackets) Find(Vector256<byte> bytes)
    {
        Vector256<byte> quotes = Vector256.Equals(bytes, Vector256.Create((byte)'"')) | Vector256.Equals(bytes, Vector256.Create((byte)'\\'));

        // Curly brackets differ from square ones in this bit only.
        Vector256<byte> same = bytes | Vector256.Create((byte)0x20);
        Vector256<byte> brackets = Vector256.Equals(same, Vector256.Create((byte)'{')) | Vector256.Equals(same, Vector256.Create((byte)'}'));
        return (quotes.ExtractMostSignificantBits(), brackets.ExtractMostSignificantBits());
    }
}
