using Playbooks.Ansible;
namespace Playbooks.Agent;

/// <summary>An Ansible playbook could not be analyzed: no ansible-lint, no result, no time left.</summary>
internal sealed class PlaybookAnalysisException : AnsibleException
{
    /// <summary>With a message that says what failed, on what, and what to do next.</summary>
    public PlaybookAnalysisException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
