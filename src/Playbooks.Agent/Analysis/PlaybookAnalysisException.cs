using Playbooks.Ansible;
namespace Playbooks.Agent;

/// <summary>
/// An Ansible playbook could not be analyzed: ansible-lint is missing, gave no result, or ran out of time.
/// </summary>
internal sealed class PlaybookAnalysisException : AnsibleException
{
    /// <summary>Creates the exception. The message says what failed, on what, and what to do next.</summary>
    public PlaybookAnalysisException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
