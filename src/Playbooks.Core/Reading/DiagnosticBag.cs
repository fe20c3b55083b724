namespace Playbooks.Reading;

/// <summary>Gathers what is wrong, up to a bound: nobody reads the thousandth, and a hostile file must not fill the memory.</summary>
internal sealed class DiagnosticBag
{
    private const int Capacity = 200;

    private readonly List<Diagnostic> _items = [];

    public IReadOnlyList<Diagnostic> Items => _items;

    public bool HasErrors { get; private set; }

    public void Add(DiagnosticDescriptor descriptor, SourceLocation location, string message, string? hint = null)
        => Add(descriptor.At(location, message, hint));

    public void Add(Diagnostic diagnostic)
    {
        HasErrors |= diagnostic.Severity == DiagnosticSeverity.Error;
        if (_items.Count < Capacity)
        {
            _items.Add(diagnostic);
        }
    }

    public void AddRange(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (Diagnostic diagnostic in diagnostics)
        {
            Add(diagnostic);
        }
    }
}
