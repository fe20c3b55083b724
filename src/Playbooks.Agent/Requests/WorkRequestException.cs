using Playbooks.Ansible;
namespace Playbooks.Agent;

/// <summary>A work request cannot be done as it stands. The message names the field and what is expected there.</summary>
public sealed class WorkRequestException : AnsibleException
{
    /// <summary>With the field and what is wrong with it.</summary>
    public WorkRequestException(string field, string message, Exception? innerException = null)
        : base(message, innerException)
        => Field = field;

    /// <summary>The field, such as <c>parameters.timeout_seconds</c>; empty for the request as a whole.</summary>
    public string Field { get; }
}
