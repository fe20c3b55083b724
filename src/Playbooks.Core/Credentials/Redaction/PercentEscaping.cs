using System.Buffers;
using System.Text;

namespace Playbooks.Redaction;

/// <summary>The escapes of addresses: <c>%2F</c>, in upper or lower case.</summary>
internal class PercentEscaping : Escaping
{
    private const int Length = 3;
    private const int MostBytes = 4;

    public override bool MayOccur(ReadOnlySpan<char> text, bool spacesMatter) => text.Contains('%');

    public override bool MayBegin(char character) => character == '%';

    public override int Read(ReadOnlySpan<char> text, int start, Span<char> plain, out int written)
    {
        // A character beyond ASCII is 2 to 4 bytes of UTF-8. Each byte is one escape.
        Span<byte> bytes = stackalloc byte[MostBytes];
        int count = 0;
        while (count < MostBytes && start + count * Length < text.Length && text[start + count * Length] == '%'
            && Hexadecimal(text, start + count * Length + 1, Length - 1) is >= 0 and int value)
        {
            bytes[count++] = (byte)value;
        }

        written = 0;
        if (count == 0)
        {
            return LengthOfCut(text, start, 1, Length - 1);
        }

        if (Rune.DecodeFromUtf8(bytes[..count], out Rune rune, out int used) == OperationStatus.Done)
        {
            written = rune.EncodeToUtf16(plain);
            return used * Length;
        }

        // The rest of a character may have been cut off.
        int end = start + count * Length;
        int cut = end < text.Length && text[end] == Cut ? end - start
            : end < text.Length && text[end] == '%' && LengthOfCut(text, end, 1, Length - 1) is > 0 and int more
                ? end - start + more
            : 0;
        return bytes[0] >= 0x80 ? cut : 0;
    }
}
