namespace Playbooks.Redaction;

/// <summary>Backslash escapes, as in JSON, in Python's texts and in a shell outside of single quotes.</summary>
internal sealed class BackslashEscaping : Escaping
{
    public override bool MayOccur(ReadOnlySpan<char> text, bool spacesMatter) => text.Contains('\\');

    public override bool MayBegin(char character) => character == '\\';

    public override int Read(ReadOnlySpan<char> text, int start, Span<char> plain, out int written)
    {
        written = 1;
        if (start + 1 == text.Length)
        {
            return 0;
        }

        char character = text[start + 1];
        switch (character)
        {
            case 'u':
                return Code(text, start, 4, plain, out written);
            case 'x':
                return Code(text, start, 2, plain, out written);
            case Cut:
                written = 0;
                return 1;
            default:
                char? control = Control(character);
                plain[0] = control ?? character;
                return control is not null || !char.IsLetterOrDigit(character) ? 2 : 0;
        }
    }

    private static char? Control(char character) => character switch
    {
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        _ => null,
    };

    private static int Code(ReadOnlySpan<char> text, int start, int digits, Span<char> plain, out int written)
    {
        int code = Hexadecimal(text, start + 2, digits);
        written = code < 0 ? 0 : 1;
        if (code < 0)
        {
            return LengthOfCut(text, start, 2, digits);
        }

        plain[0] = (char)code;
        return 2 + digits;
    }
}
