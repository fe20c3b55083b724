using Playbooks.Ansible;
namespace Playbooks.Agent;

/// <summary>A work request is invalid. The message names the field and says what is expected there.</summary>
public sealed class WorkRequestException : AnsibleException
{
    /// <summary>Creates the exception for a field. The message says what is wrong with it.</summary>
    public WorkRequestException(string field, string message, Exception? innerException = null)
        : base(message, innerException)
        => Field = field;

    /// <summary>The field, such as <c>parameters.timeout_seconds</c>; empty for the request as a whole.</summary>
    public string Field { get; }
}
