namespace Playbooks;

/// <summary>The severity of a <see cref="Diagnostic"/>.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Worth knowing; the playbook runs.</summary>
    Warning,

    /// <summary>The playbook does not run.</summary>
    Error,
}
