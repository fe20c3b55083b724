namespace Playbooks.Agent.Discovery;

/// <summary>A file that would be an Ansible playbook by its place, but cannot be read as one.</summary>
public sealed record InvalidPlaybookFile
{
    /// <summary>The file, relative to the repository, with forward slashes.</summary>
    public required string Path { get; init; }

    /// <summary>What is wrong with it, beginning with the line where there is one: <c>line 3: …</c>.</summary>
    public required string Message { get; init; }

    /// <summary>The line, counted from 1; null when it is about the whole file.</summary>
    public int? Line { get; init; }
}
