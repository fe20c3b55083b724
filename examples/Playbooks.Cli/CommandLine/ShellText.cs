namespace Playbooks.Cli;

/// <summary>Words of commands that are suggested, so that a shell takes them as they are meant.</summary>
internal static class ShellText
{
    public static string Quoted(string text)
    {
        foreach (char letter in text)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && !"/._-~+:".Contains(letter, StringComparison.Ordinal))
            {
                return $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
            }
        }

        return text.Length == 0 ? "''" : text;
    }
}
