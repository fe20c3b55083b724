namespace Playbooks.Reading;

/// <summary>Gathers what is wrong, up to a bound for errors and one for warnings: nobody reads the thousandth, and a hostile file must not fill the memory.</summary>
internal sealed class DiagnosticBag
{
    private const int Capacity = 200;

    private readonly List<Diagnostic> _items = [];
    private int _errors;
    private int _warnings;

    public IReadOnlyList<Diagnostic> Items => _items;

    public bool HasErrors { get; private set; }

    public void Add(DiagnosticDescriptor descriptor, SourceLocation location, string message, string? hint = null)
        => Add(descriptor.At(location, message, hint));

    public void Add(Diagnostic diagnostic)
    {
        bool isError = diagnostic.Severity == DiagnosticSeverity.Error;
        HasErrors |= isError;
        // Counted apart: warnings must not crowd out the error that explains why there is no plan.
        ref int count = ref isError ? ref _errors : ref _warnings;
        if (count < Capacity)
        {
            count++;
            _items.Add(diagnostic);
        }
    }

    /// <summary>Whether there is room for one more of that severity.</summary>
    public bool Takes(DiagnosticSeverity severity) => (severity == DiagnosticSeverity.Error ? _errors : _warnings) < Capacity;

    public void AddRange(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (Diagnostic diagnostic in diagnostics)
        {
            Add(diagnostic);
        }
    }
}
