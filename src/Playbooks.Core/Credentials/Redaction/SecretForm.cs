namespace Playbooks.Redaction;

/// <summary>A text by which a secret is recognized.</summary>
/// <param name="Text">The text, with at least <see cref="SecretIndex.KeyLength"/> characters.</param>
/// <param name="IsBase64">
/// True when it is the inside of a base64 text. Then the characters beside it may hold some bits of the secret, too.
/// </param>
/// <param name="SharesFirst">True when the character before it holds some bits of the secret.</param>
/// <param name="SharesLast">True when the character after it holds some bits of the secret.</param>
internal readonly record struct SecretForm(
    string Text, bool IsBase64 = false, bool SharesFirst = false, bool SharesLast = false)
{
    /// <summary>The place of the form in the text, with the characters beside it that must be masked, too.</summary>
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

    private static bool IsBase64Character(char character)
        => char.IsAsciiLetterOrDigit(character) || character is '+' or '/' or '-' or '_';
}
