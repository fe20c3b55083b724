using Playbooks.Processes;

namespace Playbooks.Ansible.Backends;

/// <summary>The end of a program that ran Ansible. Nothing of it is left on this machine.</summary>
internal sealed record AnsibleProcessEnd
{
    /// <summary>Its exit code; null when it has none.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Whether it was stopped from here.</summary>
    public bool WasStopped { get; init; }

    /// <summary>The processes that were ended with it.</summary>
    public ProcessRemains Remains { get; init; } = ProcessRemains.None;

    /// <summary>The processes that could not be ended.</summary>
    public IReadOnlyList<int> Unstoppable { get; init; } = [];

    /// <summary>Sentences about what could not be promised.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether ssh has kept sockets of shared connections.</summary>
    public bool SharesConnections { get; init; }

    /// <summary>The number of processes that were ended that it had left in the background.</summary>
    public int EndedInBackground => WasStopped ? 0 : Remains.CommandLines.Count(command => !IsSsh(command));

    /// <summary>Whether it had connections over ssh when it ended.</summary>
    public bool UsedSsh => SharesConnections || Remains.CommandLines.Any(IsSsh);

    // A shared connection or a single one.
    private static bool IsSsh(string commandLine)
        => commandLine.StartsWith("ssh: ", StringComparison.Ordinal) || Path.GetFileName(commandLine.Split(' ', 2)[0]) is "ssh" or "sshpass";
}
