namespace Playbooks.Ansible;

/// <summary>One task that did not succeed on one host.</summary>
/// <param name="Host">The host, by its inventory name.</param>
/// <param name="Task">The task's name, rendered for that host where Ansible says it.</param>
/// <param name="Message">What a person wants to read.</param>
/// <param name="Kind">What became of the failure.</param>
public sealed record TaskFailure(string Host, string Task, string Message, TaskFailureKind Kind);
