namespace Playbooks.Cli;

/// <summary>Writes the commands with which a run can be continued.</summary>
internal static class HintText
{
    public static void Write(TextWriter text, IReadOnlyList<string> lines)
    {
        foreach (string line in lines)
        {
            text.Write($"{PrintableText.Line(line)}\n");
        }
    }
}
