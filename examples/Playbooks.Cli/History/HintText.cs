namespace Playbooks.Cli;

/// <summary>The lines that say how to go on with a run.</summary>
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
