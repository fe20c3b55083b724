using System.Text;

namespace Playbooks.Agent.Mapping;

/// <summary>Splits any text into words.</summary>
internal sealed class WordSplitter
{
    private readonly List<Word> _words = [];
    private readonly List<string> _parts = [];
    private readonly StringBuilder _part = new();
    private int _clause;
    private int _accents;
    private bool _isForeign;

    private WordSplitter()
    {
    }

    public static IReadOnlyList<Word> Split(string text)
    {
        WordSplitter splitter = new();
        for (int i = 0; i < text.Length; i++)
        {
            splitter.Take(text, i);
        }

        splitter.EndWord();
        return splitter._words;
    }

    private static bool IsJoint(char c) => c is '-' or '_' or '.' or '/' or '\u2010' or '\u2011';

    private static bool IsApostrophe(char c) => c is '\'' or '\u2019' or '\u2018' or '\u02BC';

    private void Take(string text, int i)
    {
        char c = LetterFolding.Plain(text[i]);
        bool isInside = _part.Length > 0 && i + 1 < text.Length && char.IsLetterOrDigit(text[i + 1]);
        if (char.IsAsciiLetterOrDigit(c))
        {
            _part.Append(c);
        }
        else if (LetterFolding.WithoutAccent(c) is string letters)
        {
            _part.Append(letters);
            _accents++;
        }
        else if (LetterFolding.IsAccent(c) && _part.Length > 0)
        {
            _accents++;
        }
        else if (IsJoint(c) && isInside)
        {
            EndPart();
        }
        else if (IsApostrophe(c) && isInside)
        {
            // "don't" is one word, and so is "kuma's": EndWord removes the latter's ending.
            _part.Append('\'');
        }
        else if (char.IsLetterOrDigit(c) || char.IsSurrogate(c) || char.IsSymbol(c) || char.IsControl(c) && !char.IsWhiteSpace(c)
            || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.NonSpacingMark
                or System.Globalization.UnicodeCategory.EnclosingMark or System.Globalization.UnicodeCategory.PrivateUse)
        {
            _part.Append(c);
            _isForeign = true;
        }
        else if (c == '!' && _part.Length == 0 && i + 1 < text.Length && char.IsLetterOrDigit(text[i + 1]))
        {
            // The "!" of programmers means "not".
            _words.Add(new Word("not", ["not"], _clause));
        }
        else
        {
            EndWord();
            _clause += c is ' ' or '\t' or '"' or '\u00A0' ? 0 : 1;
        }
    }

    private void EndPart()
    {
        if (_part.Length > 0)
        {
            _parts.Add(_part.ToString());
            _part.Clear();
        }
    }

    private void EndWord()
    {
        EndPart();
        if (_parts.Count > 0)
        {
            _parts[^1] = WithoutPossession(_parts[^1]);
            string[] parts = [.. _parts.Select(part => part.Replace("'", "", StringComparison.Ordinal)).Where(part => part.Length > 0)];
            if (parts.Length > 0)
            {
                _words.Add(new Word(string.Join('-', parts), parts, _clause, _accents, _isForeign));
            }
        }

        _parts.Clear();
        _accents = 0;
        _isForeign = false;
    }

    private static string WithoutPossession(string part)
        => part.EndsWith("'s", StringComparison.Ordinal) && part != "let's" ? part[..^2] : part;
}
