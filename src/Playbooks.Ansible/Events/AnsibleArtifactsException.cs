namespace Playbooks.Ansible;

/// <summary>What an existing run left cannot be summed up: its folder does not exist, is no artifact folder, or cannot be read.</summary>
public sealed class AnsibleArtifactsException : AnsibleException
{
    /// <summary>With what is wrong with which folder.</summary>
    public AnsibleArtifactsException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
