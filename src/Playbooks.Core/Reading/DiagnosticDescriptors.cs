namespace Playbooks;

/// <summary>Every kind of diagnostic, in one table.</summary>
public static class DiagnosticDescriptors
{
}
