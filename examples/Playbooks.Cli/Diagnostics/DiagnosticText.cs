namespace Playbooks.Cli;

/// <summary>Diagnostics as a compiler writes them, on standard error: an editor can jump to each.</summary>
internal static class DiagnosticText
{
    public static void Write(IReadOnlyList<Diagnostic> diagnostics, LibraryFolder folder)
    {
        foreach (Diagnostic diagnostic in folder.Shown(diagnostics))
        {
            Console.Error.WriteLine(PrintableText.Line(diagnostic.ToString()));
            if (diagnostic.Hint is string hint)
            {
                Console.Error.WriteLine($"  hint: {PrintableText.Line(hint)}");
            }
        }
    }
}
