namespace Playbooks;

/// <summary>How bad a <see cref="Diagnostic"/> is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Worth knowing; the playbook runs.</summary>
    Warning,

    /// <summary>The playbook does not run.</summary>
    Error,
}
