using System.Text;

namespace Playbooks.Reading;

/// <summary>Reads a playbook from YAML text. It collects all faults and does not throw for them.</summary>
/// <example>
/// <code>
/// ReadResult result = PlaybookReader.Read(File.ReadAllBytes("setup.yaml"), "setup.yaml");
/// foreach (Diagnostic diagnostic in result.Diagnostics)
/// {
///     Console.WriteLine(diagnostic);
/// }
/// </code>
/// </example>
public static class PlaybookReader
{
    /// <summary>The longest text that is read: 16 MiB.</summary>
    public const int MaximumBytes = 16 * 1024 * 1024;

    /// <summary>Reads UTF-8 text, with or without a byte order mark.</summary>
    /// <param name="utf8">The bytes of the file.</param>
    /// <param name="file">The file's name in locations.</param>
    public static ReadResult Read(ReadOnlyMemory<byte> utf8, string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        DiagnosticBag diagnostics = new();
        if (utf8.Length > MaximumBytes)
        {
            diagnostics.Add(
                DiagnosticDescriptors.TooLarge,
                new(file, 0, 0),
                $"The file has {utf8.Length:N0} bytes; at most {MaximumBytes:N0} are read");
            return new ReadResult { Diagnostics = diagnostics.Items };
        }

        StepBinder steps = new(diagnostics);
        PlaybookValue? tree = YamlTreeReader.Read(utf8, file, diagnostics, steps.Add);
        Playbook? playbook = tree is null ? null : new PlaybookBinder(diagnostics, steps).Bind(tree);
        return new ReadResult
        {
            Playbook = diagnostics.HasErrors ? null : playbook,
            Diagnostics = InOrder(diagnostics.Items),
        };
    }

    /// <summary>Reads text.</summary>
    /// <param name="text">The playbook.</param>
    /// <param name="file">The file's name in locations.</param>
    public static ReadResult Read(string text, string file)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(Encoding.UTF8.GetBytes(text), file);
    }

    private static IReadOnlyList<Diagnostic> InOrder(IReadOnlyList<Diagnostic> diagnostics)
        => diagnostics.Count < 2
            ? diagnostics
            :
            [
                .. diagnostics.OrderBy(diagnostic => diagnostic.Location.Line)
                    .ThenBy(diagnostic => diagnostic.Location.Column),
            ];
}
