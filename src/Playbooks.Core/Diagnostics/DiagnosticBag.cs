namespace Playbooks.Reading;

/// <summary>Collects diagnostics, up to one limit for errors and one for warnings.</summary>
/// <remarks>The limits keep a hostile file from filling the memory, and the report readable.</remarks>
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
        // Errors and warnings are counted apart, so that warnings cannot crowd out the error that prevents the plan.
        ref int count = ref isError ? ref _errors : ref _warnings;
        if (count < Capacity)
        {
            count++;
            _items.Add(diagnostic);
        }
    }

    /// <summary>Tells if there is room for one more diagnostic of that severity.</summary>
    public bool Takes(DiagnosticSeverity severity)
        => (severity == DiagnosticSeverity.Error ? _errors : _warnings) < Capacity;

    public void AddRange(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (Diagnostic diagnostic in diagnostics)
        {
            Add(diagnostic);
        }
    }
}
