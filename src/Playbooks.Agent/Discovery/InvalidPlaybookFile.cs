namespace Playbooks.Agent.Discovery;

/// <summary>A file that stands where an Ansible playbook does, but cannot be read as one.</summary>
public sealed record InvalidPlaybookFile
{
    /// <summary>The file, relative to the repository, with forward slashes.</summary>
    public required string Path { get; init; }

    /// <summary>The fault. It begins with the line, if there is one: <c>line 3: …</c>.</summary>
    public required string Message { get; init; }

    /// <summary>The line, counted from 1; null when the fault is about the whole file.</summary>
    public int? Line { get; init; }
}
