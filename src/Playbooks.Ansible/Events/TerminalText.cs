using System.Text.RegularExpressions;

namespace Playbooks.Ansible.Events;

/// <summary>Cleans and shortens what a program wrote to a terminal.</summary>
public static partial class TerminalText
{
    /// <summary>Removes colors and other control sequences, and makes all line ends line feeds.</summary>
    public static string Clean(string text)
    {
        string plain = text.Contains('\e', StringComparison.Ordinal) ? ControlSequence().Replace(text, "") : text;
        return plain.Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    /// <summary>Shortens a text to at most so many characters: its beginning and its end, which matter most in
    /// errors.</summary>
    public static string Shorten(string text, int maximum)
    {
        if (text.Length <= maximum)
        {
            return text;
        }

        int head = maximum / 2;
        int tail = maximum - head;

        // Do not cut a surrogate pair in two.
        head -= char.IsHighSurrogate(text[head - 1]) ? 1 : 0;
        tail -= char.IsLowSurrogate(text[^tail]) ? 1 : 0;
        return $"{text.AsSpan(0, head)} … {text.AsSpan(text.Length - tail)}";
    }

    /// <summary>Quotes a failed program's output for a message.</summary>
    /// <param name="said">The whole output.</param>
    /// <param name="redactor">Masks the output before it is shortened; null when it cannot hold a secret.</param>
    public static string Quote(string said, Redactor? redactor = null)
        => Clean(said).Trim() is { Length: > 0 } text
            ? $"It said: {Shorten(redactor?.Mask(text) ?? text, 2000)}"
            : "It said nothing. Run it by hand to see more.";

    /// <summary>Gets the last line that is not empty.</summary>
    internal static string LastLine(string text)
        => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault()
            ?? "";

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]", RegexOptions.NonBacktracking)]
    private static partial Regex ControlSequence();
}
