namespace Playbooks.Ansible;

/// <summary>The files of an existing run cannot be summed up: the folder does not exist, is not an artifact folder, or
/// cannot be read.</summary>
public sealed class AnsibleArtifactsException : AnsibleException
{
    /// <summary>Makes an exception with a message that names the folder and its fault.</summary>
    public AnsibleArtifactsException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
