using System.Buffers;

namespace Playbooks;

/// <summary>Checks text that becomes a part of a line of a protocol, such as the value of a header.</summary>
internal static class ProtocolText
{
    private static readonly SearchValues<char> Controls =
        SearchValues.Create(
            [.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(one => char.IsControl(one) && one != '\t')]);

    /// <summary>Rejects line breaks and all other control characters except the tab.</summary>
    /// <param name="what">The subject of the error's sentence, such as <c>'url'</c>.</param>
    /// <param name="text">The text. The error does not show it: it may be a secret.</param>
    /// <remarks>
    /// A line break ends a header. The text after it would be sent as further headers or as another request
    /// (RFC 9110, section 5.5).
    /// </remarks>
    /// <exception cref="FormatException">The text has such a character.</exception>
    public static void Require(string what, string text)
    {
        int position = text.AsSpan().IndexOfAny(Controls);
        if (position < 0)
        {
            return;
        }

        string found = text[position] is '\r' or '\n'
            ? "a line break"
            : $"the control character U+{(int)text[position]:X4}";
        string place = text[position..].Trim().Length == 0
            ? "at its end; remove it with the filter 'trim'"
            : $"at character {position + 1}";
        throw new FormatException($"{what} holds {found} {place}");
    }
}
