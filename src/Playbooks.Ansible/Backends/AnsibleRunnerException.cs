namespace Playbooks.Ansible;

/// <summary>The program that runs Ansible is missing, crashed, or gave no result, or its files could not be written.
/// Nothing is known about the hosts.</summary>
public sealed class AnsibleRunnerException : AnsibleException
{
    /// <summary>Makes an exception with a message that quotes the program's output.</summary>
    public AnsibleRunnerException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
