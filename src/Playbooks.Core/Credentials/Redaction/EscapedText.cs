using System.Buffers;

namespace Playbooks.Redaction;

/// <summary>A text without its escapes, which still knows where everything stood.</summary>
internal readonly ref struct EscapedText : IDisposable
{
    private readonly char[] _text;
    private readonly int[] _places;
    private readonly int _length;

    public EscapedText(Escaping escaping, ReadOnlySpan<char> text)
    {
        // No escape is shorter than what it stands for.
        _text = ArrayPool<char>.Shared.Rent(text.Length);
        _places = ArrayPool<int>.Shared.Rent(text.Length + 1);
        for (int i = 0; i < text.Length;)
        {
            int consumed = escaping.MayBegin(text[i]) ? escaping.Read(text, i, _text.AsSpan(_length), out int written) : Copy(text[i], out written);
            if (consumed == 0)
            {
                consumed = Copy(text[i], out written);
            }
            else if (consumed != written || _text[_length] != text[i])
            {
                HadEscapes = true;
            }

            _places.AsSpan(_length, written).Fill(i);
            _length += written;
            i += consumed;
        }

        _places[_length] = text.Length;
    }

    public ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    public bool HadEscapes { get; }

    /// <summary>Where in the text with its escapes that character stands, or the text ends.</summary>
    public int PlaceOf(int index) => _places[index];

    public void Dispose()
    {
        // It may hold secrets; the pool lends it to anybody.
        ArrayPool<char>.Shared.Return(_text, clearArray: true);
        ArrayPool<int>.Shared.Return(_places);
    }

    private int Copy(char character, out int written)
    {
        _text[_length] = character;
        written = 1;
        return 1;
    }
}
