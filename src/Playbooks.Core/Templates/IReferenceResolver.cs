namespace Playbooks.Templates;

/// <summary>
/// Resolves the references of expressions when a playbook is planned, and reports those that refer to nothing.
/// </summary>
internal interface IReferenceResolver
{
    /// <summary>Makes the expression for a reference, and reports a reference that refers to nothing.</summary>
    /// <param name="path">The constant names of the reference in order, such as <c>step</c>, <c>login</c>,
    /// <c>session</c>; at least one.</param>
    /// <param name="used">The number of names that the returned expression covers; the others become accesses to its
    /// value.</param>
    /// <param name="report">Takes the descriptor, message and hint of each fault.</param>
    Expression Resolve(IReadOnlyList<string> path, out int used, Action<DiagnosticDescriptor, string, string?> report);
}
