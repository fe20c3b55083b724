namespace Playbooks.Cli;

/// <summary>Diagnostics as a compiler writes them, on standard error: an editor can jump to each.</summary>
internal static class DiagnosticText
{
    public static void Write(IReadOnlyList<Diagnostic> diagnostics, LibraryFolder folder)
    {
        foreach (Diagnostic diagnostic in diagnostics)
        {
            SourceLocation location = diagnostic.Location;
            Diagnostic shown = location.File is null ? diagnostic : diagnostic with { Location = location with { File = folder.Shown(location.File) } };
            Console.Error.WriteLine(PrintableText.Line(shown.ToString()));
            if (folder.Shown(diagnostic) is string hint)
            {
                Console.Error.WriteLine($"  hint: {PrintableText.Line(hint)}");
            }
        }
    }
}
