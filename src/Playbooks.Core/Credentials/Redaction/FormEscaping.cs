namespace Playbooks.Redaction;

/// <summary>The escapes of web forms: those of addresses, with a plus for a space.</summary>
internal sealed class FormEscaping : PercentEscaping
{
    public override bool MayOccur(ReadOnlySpan<char> text, bool spacesMatter) => spacesMatter && text.Contains('+');

    public override bool MayBegin(char character) => character is '%' or '+';

    public override int Read(ReadOnlySpan<char> text, int start, Span<char> plain, out int written)
    {
        if (text[start] != '+')
        {
            return base.Read(text, start, plain, out written);
        }

        plain[0] = ' ';
        written = 1;
        return 1;
    }
}
