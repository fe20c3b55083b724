using System.Buffers;

namespace Playbooks.Redaction;

/// <summary>A text with its escapes resolved. It maps each character to its place in the original text.</summary>
internal readonly ref struct EscapedText : IDisposable
{
    private readonly char[] _text;
    private readonly int[] _places;
    private readonly int _length;

    public EscapedText(Escaping escaping, ReadOnlySpan<char> text)
    {
        // An escape is never shorter than the characters that it represents.
        _text = ArrayPool<char>.Shared.Rent(text.Length);
        _places = ArrayPool<int>.Shared.Rent(text.Length + 1);
        for (int i = 0; i < text.Length;)
        {
            int consumed = escaping.MayBegin(text[i])
                ? escaping.Read(text, i, _text.AsSpan(_length), out int written)
                : Copy(text[i], out written);
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

    /// <summary>The place of that character, or of the text's end, in the original text.</summary>
    public int PlaceOf(int index) => _places[index];

    public void Dispose()
    {
        // The array may hold secrets, and the pool hands it to any other code.
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
