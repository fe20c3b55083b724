using System.Text.RegularExpressions;

namespace Playbooks.Ansible.Events;

/// <summary>Cleans and shortens what a program wrote to a terminal.</summary>
public static partial class TerminalText
{
    /// <summary>Without colors and other control sequences, and with line feeds only.</summary>
    public static string Clean(string text)
    {
        string plain = text.Contains('\e', StringComparison.Ordinal) ? ControlSequence().Replace(text, "") : text;
        return plain.Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    /// <summary>At most so many characters: the beginning and the end, where errors say most.</summary>
    public static string Shorten(string text, int maximum)
    {
        if (text.Length <= maximum)
        {
            return text;
        }

        int head = maximum / 2;
        int tail = maximum - head;

        // Not between the two halves of one character.
        head -= char.IsHighSurrogate(text[head - 1]) ? 1 : 0;
        tail -= char.IsLowSurrogate(text[^tail]) ? 1 : 0;
        return $"{text.AsSpan(0, head)} … {text.AsSpan(text.Length - tail)}";
    }

    /// <summary>What a program said before it failed, for a message.</summary>
    /// <param name="said">All of it.</param>
    /// <param name="redactor">Masks it before it is shortened; null when it can hold no secret.</param>
    public static string Quote(string said, Redactor? redactor = null)
        => Clean(said).Trim() is { Length: > 0 } text
            ? $"It said: {Shorten(redactor?.Mask(text) ?? text, 2000)}"
            : "It said nothing. Run it by hand to see more.";

    /// <summary>The last line that says something.</summary>
    internal static string LastLine(string text)
        => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "";

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]", RegexOptions.NonBacktracking)]
    private static partial Regex ControlSequence();
}
