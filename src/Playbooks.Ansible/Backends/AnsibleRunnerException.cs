namespace Playbooks.Ansible;

/// <summary>The program that runs Ansible is missing, crashed, or gave no result, or what it needs could not be written. Nothing is known about the hosts.</summary>
public sealed class AnsibleRunnerException : AnsibleException
{
    /// <summary>With what the program said.</summary>
    public AnsibleRunnerException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
