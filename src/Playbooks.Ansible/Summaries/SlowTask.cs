namespace Playbooks.Ansible;

/// <summary>A task that took long, on the host on which it took longest.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Host">That host, by its inventory name.</param>
/// <param name="DurationMs">The duration there, from Ansible's start of the task for the host to its result, in
/// milliseconds.</param>
public sealed record SlowTask(string Task, string Host, long DurationMs);
