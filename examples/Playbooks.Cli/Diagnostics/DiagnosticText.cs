namespace Playbooks.Cli;

/// <summary>
/// Writes diagnostics in the format of compilers to standard error, so that an editor can jump to each.
/// </summary>
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
