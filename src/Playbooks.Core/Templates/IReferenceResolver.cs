namespace Playbooks.Templates;

/// <summary>Says at planning whether what an expression refers to will be there.</summary>
internal interface IReferenceResolver
{
    /// <summary>Makes the expression for a reference, and reports it when it refers to nothing.</summary>
    /// <param name="path">The constant names of the reference in order, such as <c>step</c>, <c>login</c>, <c>session</c>; at least one.</param>
    /// <param name="used">How many of them the returned expression stands for; the rest is accessed from it.</param>
    /// <param name="report">Takes what is wrong.</param>
    Expression Resolve(IReadOnlyList<string> path, out int used, Action<DiagnosticDescriptor, string, string?> report);
}
