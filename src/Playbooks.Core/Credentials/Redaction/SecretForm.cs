namespace Playbooks.Redaction;

/// <summary>A text in which a secret can be recognized.</summary>
/// <param name="Text">At least <see cref="SecretIndex.KeyLength"/> characters.</param>
/// <param name="IsBase64">Whether it is the inside of a base64 text: then a character beside it may hold a few bits of the secret, too.</param>
/// <param name="SharesFirst">Whether the character before it does.</param>
/// <param name="SharesLast">Whether the character after it does.</param>
internal readonly record struct SecretForm(string Text, bool IsBase64 = false, bool SharesFirst = false, bool SharesLast = false)
{
    /// <summary>Where it stands in the text, with what must be masked beside it.</summary>
    public (int Start, int End) Around(ReadOnlySpan<char> text, int start)
    {
        int end = start + Text.Length;
        if (!IsBase64)
        {
            return (start, end);
        }

        if (SharesFirst && start > 0 && IsBase64Character(text[start - 1]))
        {
            start--;
        }

        if (SharesLast && end < text.Length && IsBase64Character(text[end]))
        {
            end++;
        }

        while (end < text.Length && text[end] == '=')
        {
            end++;
        }

        return (start, end);
    }

    private static bool IsBase64Character(char character) => char.IsAsciiLetterOrDigit(character) || character is '+' or '/' or '-' or '_';
}
