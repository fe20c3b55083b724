using System.Globalization;
using System.Text;

namespace Playbooks.Reading;

/// <summary>Walks through a scalar's text in the file and through its value at the same time.</summary>
/// <remarks>
/// White space is skipped on both sides: folding and indentation change it, and no searched position begins with it.
/// </remarks>
internal ref struct ScalarCursor(string text, int start)
{
    private int _at = start;
    private char _quote;

    public static bool IsBreak(char character) => character is '\n' or '\r' or '\x85' or '\u2028' or '\u2029';

    /// <summary>
    /// Finds the place of a character of the value in the text; -1 when the text does not match the value.
    /// </summary>
    public int Find(string value, int position)
    {
        SkipHead();
        int behind = _at;
        for (int i = 0; i < value.Length && i <= position; i++)
        {
            if (IsSpace(value[i]))
            {
                continue;
            }

            SkipSpace();
            if (i == position)
            {
                return _at;
            }

            (string read, int length) = Read();
            if (length == 0 || string.CompareOrdinal(value, i, read, 0, read.Length) != 0)
            {
                return -1;
            }

            _at += length;
            behind = _at;
            i += read.Length - 1;
        }

        return behind;
    }

    private static bool IsSpace(char character) => character is ' ' or '\t' || IsBreak(character);

    /// <summary>Skips the anchor and the tag, the opening quote, or the first line of a block.</summary>
    private void SkipHead()
    {
        SkipSpace();
        while (_at < text.Length && text[_at] is '&' or '!')
        {
            while (_at < text.Length && !IsSpace(text[_at]))
            {
                _at++;
            }

            SkipSpace();
        }

        if (_at < text.Length && text[_at] is '"' or '\'')
        {
            _quote = text[_at++];
        }
        else if (_at < text.Length && text[_at] is '|' or '>')
        {
            while (_at < text.Length && !IsBreak(text[_at]))
            {
                _at++;
            }
        }
    }

    private void SkipSpace()
    {
        while (_at < text.Length)
        {
            if (IsSpace(text[_at]))
            {
                _at++;
            }
            else if (_quote == '"'
                && text[_at] == '\\'
                && _at + 1 < text.Length
                && (IsSpace(text[_at + 1]) || text[_at + 1] is 'n' or 't' or 'r' or 'N' or 'L' or 'P'))
            {
                _at += 2;
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>
    /// Reads the next character of the value, and the number of characters that the text has for it; 0 at its end.
    /// </summary>
    private readonly (string Value, int Length) Read()
    {
        if (_at >= text.Length)
        {
            return ("", 0);
        }

        if (_quote == '\'' && text[_at] == '\'')
        {
            return _at + 1 < text.Length && text[_at + 1] == '\'' ? ("'", 2) : ("", 0);
        }

        return _quote == '"' && text[_at] == '\\' && _at + 1 < text.Length
            ? ReadEscape(text[_at + 1])
            : (text[_at].ToString(), 1);
    }

    private readonly (string Value, int Length) ReadEscape(char character) => character switch
    {
        'x' => ReadCode(2),
        'u' => ReadCode(4),
        'U' => ReadCode(8),
        '0' => ("\0", 2),
        'a' => ("\a", 2),
        'b' => ("\b", 2),
        'e' => ("\x1b", 2),
        'f' => ("\f", 2),
        'v' => ("\v", 2),
        '_' => ("\u00A0", 2),
        _ => (character.ToString(), 2),
    };

    private readonly (string Value, int Length) ReadCode(int digits)
    {
        if (_at + 2 + digits > text.Length
            || !int.TryParse(
                text.AsSpan(_at + 2, digits),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out int code))
        {
            return ("", 0);
        }

        return (Rune.IsValid(code) ? new Rune(code).ToString() : ((char)code).ToString(), 2 + digits);
    }
}
